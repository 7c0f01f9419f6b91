import type { StoreKind } from '../../db/engine.ts'
import type { ProcedureContext } from '../../db/procedure.ts'
import { overOf, type Settlement } from './records.ts'

/** What the calls of a batch mostly have in common: it is handed to the database once where they do. */
const common = [
  'organization_id',
  'key_id',
  'account_id',
  'model',
  'endpoint',
  'stream',
  'status',
  'error_code',
  'usage_source',
  'late',
  'meters',
  'price_id',
  'unpriced',
  'ip',
] as const
const own = [
  'request_id',
  'at',
  'cost_nanos',
  'hold_nanos',
  'over_nanos',
  'buckets',
  'attempts',
  'latency_ms',
  'first_token_ms',
  'input_tokens',
  'output_tokens',
] as const
/**
 * Asking SQLite for each row that it inserted costs a seventh of the insert. It numbers rows upwards and one connection writes, so that the
 * last ones are those of the last statement, which matters only where a call was there already.
 */
const lastAdded = 'select request_id from usage_records order by rowid desc limit ?'
const largest = 64
const statements = new Map<string, string>()

/** The statement for so many rows, written once: the hot path compiles nothing. */
function statementFor(kind: StoreKind, rows: number, alike: boolean): string {
  const name = `${kind} ${rows} ${alike}`
  const known = statements.get(name)
  if (known) return known
  let used = 0
  // SQLite numbers by itself: binding looks each parameter up among all whose number the text says, which costs more than the insert.
  const next = (): string => {
    used += 1
    return kind === 'sqlite' ? '?' : `$${used}`
  }
  const again = (column: number): string => `${kind === 'sqlite' ? '?' : '$'}${column + 1}`
  const values = Array.from({ length: rows }, (_, row) => {
    const shared = common.map((_, column) => (alike && row > 0 ? again(column) : next()))
    return `(${[...shared, ...own.map(next)].join(', ')})`
  })
  const text = `insert into usage_records (${[...common, ...own].join(', ')}) values ${values.join(', ')} on conflict (organization_id, request_id) do nothing`
  const statement = kind === 'sqlite' ? text : `${text} returning request_id`
  statements.set(name, statement)
  return statement
}

function commonOf({ record, meters }: Settlement): unknown[] {
  return [
    record.organizationId,
    record.keyId,
    record.accountId,
    record.model,
    record.endpoint,
    record.stream ? 1 : 0,
    record.status,
    record.errorCode,
    record.usageSource,
    0,
    JSON.stringify(meters),
    record.priceId,
    record.unpriced ? 1 : 0,
    record.ip,
  ]
}

function addOwn(parameters: unknown[], settlement: Settlement): void {
  const { record, holdNanos } = settlement
  parameters.push(
    record.requestId,
    record.at,
    record.costNanos,
    holdNanos,
    overOf(settlement),
    record.buckets,
    record.attempts,
    record.latencyMs,
    record.firstTokenMs,
    record.inputTokens,
    record.outputTokens,
  )
}

const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.every((value, at) => value === other[at])

/** The rows as one list of parameters; `alike`: they have everything in common that rows can have, and it stands there once. */
function parametersOf(batch: readonly Settlement[]): { alike: boolean; parameters: unknown[] } {
  const shared = batch.map(commonOf)
  const [first] = shared as [unknown[]]
  const alike = shared.every((one) => same(one, first))
  const parameters = alike ? first : []
  for (const [row, settlement] of batch.entries()) {
    if (!alike) parameters.push(...(shared[row] as unknown[]))
    addOwn(parameters, settlement)
  }
  return { alike, parameters }
}

/** How many rows the next statement takes: all on SQLite; on PostgreSQL, where each statement is kept by each connection, a power of two. */
function sizeFor(kind: StoreKind, rows: number): number {
  if (kind === 'sqlite') return Math.min(rows, largest)
  let size = largest
  while (size > rows) size /= 2
  return size
}

/**
 * Inserts the records that are not there yet.
 *
 * @returns the settlements whose record this call inserted: only they may be charged.
 */
export async function insertRecords(
  { kind, run }: ProcedureContext,
  settlements: readonly Settlement[],
): Promise<Settlement[]> {
  const fresh: Settlement[] = []
  let rest = settlements
  while (rest.length > 0) {
    const size = sizeFor(kind, rest.length)
    const batch = rest.slice(0, size)
    rest = rest.slice(size)
    const { alike, parameters } = parametersOf(batch)
    const { rows, changes } = await run(statementFor(kind, size, alike), parameters)
    if (changes === batch.length) fresh.push(...batch)
    else {
      const added = kind === 'sqlite' ? (await run(lastAdded, [changes])).rows : rows
      const inserted = new Set(added.map((row) => row.request_id))
      // The same id twice in one batch: the first one counts.
      for (const settlement of batch) if (inserted.delete(settlement.record.requestId)) fresh.push(settlement)
    }
  }
  return fresh
}
