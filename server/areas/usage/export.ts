import type { Deps } from '../../deps.ts'
import type { Member, RequestContext, SignedIn } from '../../http/context.ts'
import { sendFile } from '../../http/download.ts'
import type { Exchange } from '../../http/exchange.ts'
import { comparable } from '../../http/page.ts'
import { type Cell, csvLine } from '../../lib/csv.ts'
import { type CallRow, callsWithin, rangesToRead, type Seeing, type UsageFilters } from './calls.ts'
import { presentCall } from './present.ts'

const rowsPerPage = 500
const hourMs = 3_600_000

type Call = ReturnType<typeof presentCall>

/** The columns of a CSV file, in order: promised in docs/guide/en/exports.md, so new ones go to the end. */
export const csvColumns: readonly [name: string, cell: (call: Call) => Cell][] = [
  ['id', (call) => call.id],
  ['at', (call) => call.at],
  ['model', (call) => call.model],
  ['endpoint', (call) => call.endpoint],
  ['stream', (call) => call.stream],
  ['status', (call) => call.status],
  ['error_code', (call) => call.errorCode],
  ['key_id', (call) => call.keyId],
  ['key_name', (call) => call.keyName],
  ['account_id', (call) => call.accountId],
  ['input_tokens', (call) => call.inputTokens],
  ['output_tokens', (call) => call.outputTokens],
  ['cost_usd', (call) => call.costUsd],
  ['usage_source', (call) => call.usageSource],
  ['price_id', (call) => call.priceId],
  ['unpriced', (call) => call.unpriced],
  ['latency_ms', (call) => call.latencyMs],
  ['first_token_ms', (call) => call.firstTokenMs],
  ['ip', (call) => call.ip],
]

/** How a call stands in a file. Spreadsheets take UTF-8 for something else unless it says so with a mark at its beginning. */
const formats = {
  csv: {
    mediaType: 'text/csv',
    head: `\ufeff${csvLine(csvColumns.map(([name]) => name))}`,
    line: (call: Call) => csvLine(csvColumns.map(([, cell]) => cell(call))),
  },
  jsonl: {
    mediaType: 'application/jsonl',
    head: '',
    line: (call: Call) => `${JSON.stringify(call)}\n`,
  },
} as const

/** What is asked for: as in a list, without pages. */
export type Asked = { seeing: Seeing; filters: UsageFilters; errors: boolean }

/** Answers with a file of the calls that the lists would show with the same filters to the same person. */
export async function sendCalls(
  ctx: RequestContext & { session: SignedIn; member: Member },
  { format, begin, ...asked }: Asked & { format: keyof typeof formats; begin: () => Exchange },
): Promise<void> {
  const { mediaType, head, line } = formats[format]
  const now = ctx.clock.now()
  const estimate = await estimatedRows(ctx, asked, now)
  // Who took calls away stands in the log: a GET changes nothing, the audit log neither (rule 35).
  const fields = { requestId: ctx.requestId, accountId: ctx.session.accountId, format }
  try {
    const { rows, whole } = await sendFile<CallRow>(begin(), {
      filename: `${ctx.member.slug}-${asked.errors ? 'errors' : 'usage'}-${new Date(now).toISOString().slice(0, 10)}.${format}`,
      mediaType,
      head,
      line: (row) => line(presentCall(row)),
      pages: callPages(ctx, asked),
      estimate,
    })
    ctx.log.info({ ...fields, rows, whole }, 'calls exported')
  } catch (err) {
    // The answer has begun: nothing but its cut connection can tell the client.
    ctx.log.error({ ...fields, err }, 'an export broke off')
  }
}

/** Every call that the filters leave, newest first, page by page. Calls that begin meanwhile are not among them. */
export async function* callPages(
  deps: Pick<Deps, 'store'>,
  { seeing, filters, errors }: Asked,
  most = rowsPerPage,
): AsyncGenerator<CallRow[]> {
  for (const { least, below } of await rangesToRead(deps, seeing, filters)) {
    for (let end = below; ; ) {
      const rows = callsWithin(deps.store.reads, seeing, filters, { least, below: end }, most)
      const page = await (errors ? rows.where('u.error_code', 'is not', null) : rows).execute()
      const last = page.at(-1)
      if (last === undefined) break
      yield page
      if (page.length < most) break
      end = last.request_id
    }
  }
}

/** About how many rows a file has, from the roll-ups: whole hours. Null for one status or request, which they do not tell apart. */
async function estimatedRows(
  { store }: Pick<Deps, 'store'>,
  { seeing, filters, errors }: Asked,
  now: number,
): Promise<number | null> {
  const { from, to, key, model, account, status, requestId } = filters
  if (requestId !== undefined || !comparable(`${key}${model}${account}`)) return null
  if (status !== undefined && status !== 'ok' && status !== 'error') return null
  let hours = store.reads
    .selectFrom('usage_hours')
    .select((of) => [of.fn.sum<number>('calls').as('calls'), of.fn.sum<number>('errors').as('errors')])
    .where('organization_id', '=', seeing.organizationId)
    .where('hour', '>=', from === undefined ? 0 : Math.floor(Date.parse(from) / hourMs) * hourMs)
    .where('hour', '<', to === undefined ? now + hourMs : Date.parse(to))
  if (!seeing.can.has('usage:read')) hours = hours.where('account_id', '=', seeing.accountId)
  if (key !== undefined) hours = hours.where('key_id', '=', key)
  if (account !== undefined) hours = hours.where('account_id', '=', account)
  if (model !== undefined && model !== '') hours = hours.where('model', '=', model)
  const sums = await hours.executeTakeFirst()
  const calls = Number(sums?.calls ?? 0)
  const failed = Number(sums?.errors ?? 0)
  if (errors || status === 'error') return status === 'ok' ? 0 : failed
  return status === 'ok' ? calls - failed : calls
}
