import type { Deps } from '../../../../deps.ts'
import { nanosToUsd, walletId } from '../../../money/index.ts'
import { callPages, presentCall } from '../../../usage/index.ts'
import { type List, rowOf } from './lists.ts'

const rowsAtOnce = 500
const eventColumns = ['id', 'at', 'act', 'target', 'outcome', 'ip', 'user_agent', 'request_id'] as const

/** What can be hundreds of thousands of rows: read by pages, and never held as a whole. */
export function longLists(deps: Deps, accountId: string, personalId: string): List[] {
  return [
    {
      name: 'security-log',
      columns: Object.keys(rowOf(eventColumns, {})),
      pages: () => events(deps, accountId),
    },
    {
      name: 'ledger',
      columns: ['id', 'at', 'kind', 'amountUsd', 'note', 'ref'],
      pages: () => ledger(deps, personalId),
    },
    {
      name: 'usage',
      columns: ['organizationId', ...Object.keys(presentCall(nothing))],
      pages: () => usage(deps, accountId),
    },
  ]
}

const nothing = {
  ...{ request_id: '', at: 0, key_id: '', account_id: '', model: '', endpoint: '', stream: 0, status: 0 },
  ...{ error_code: null, usage_source: 'none', cost_nanos: 0n, price_id: null, unpriced: 0, latency_ms: 0 },
  ...{ first_token_ms: null, input_tokens: 0, output_tokens: 0, ip: null, key_name: null },
}

async function* events({ store }: Deps, accountId: string) {
  for (let after = ''; ; ) {
    const rows = await store.reads
      .selectFrom('audit_events')
      .select(eventColumns)
      .where('account_id', '=', accountId)
      .where('security', '=', 1)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield rows.map((row) => rowOf(eventColumns, row))
    after = last.id
  }
}

async function* ledger({ store }: Deps, personalId: string) {
  for (let after = ''; ; ) {
    const rows = await store.reads
      .selectFrom('ledger')
      .select(['id', 'at', 'kind', 'amount_nanos', 'note', 'ref'])
      .where('wallet_id', '=', walletId(personalId))
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ id, at, kind, amount_nanos, note, ref }) => ({
      ...{ id, at: new Date(at).toISOString(), kind, amountUsd: nanosToUsd(amount_nanos), note, ref },
    }))
    after = last.id
  }
}

/** Calls of the person, in every organization that they ever called in; nobody else's. */
async function* usage(deps: Deps, accountId: string) {
  for (const organizationId of await callingPlaces(deps, accountId)) {
    const seeing = { organizationId, accountId, can: new Set<never>() }
    for await (const page of callPages(deps, { seeing, filters: {}, errors: false }))
      yield page.map((row) => ({ organizationId, ...presentCall(row) }))
  }
}

async function callingPlaces({ store }: Deps, accountId: string): Promise<string[]> {
  const rows = await store.reads
    .selectFrom('usage_hours')
    .select('organization_id')
    .distinct()
    .where('account_id', '=', accountId)
    .orderBy('organization_id')
    .execute()
  return rows.map((row) => row.organization_id)
}

/** About how many pages there are to read, for the progress. */
export async function countPages({ store }: Deps, accountId: string): Promise<number> {
  const row = await store.reads
    .selectFrom('usage_hours')
    .select(({ fn }) => fn.sum<number | null>('calls').as('calls'))
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return Math.ceil(Number(row?.calls ?? 0) / rowsAtOnce)
}
