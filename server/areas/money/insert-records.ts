import type { StoreKind } from '../../db/engine.ts'
import type { ProcedureContext } from '../../db/procedure.ts'
import { placeholders } from '../../db/sql.ts'
import { overOf, type Settlement } from './records.ts'

const columns = [
  'request_id',
  'at',
  'organization_id',
  'key_id',
  'account_id',
  'model',
  'endpoint',
  'stream',
  'status',
  'error_code',
  'usage_source',
  'cost_nanos',
  'hold_nanos',
  'over_nanos',
  'late',
  'meters',
  'price_id',
  'unpriced',
  'buckets',
  'attempts',
  'latency_ms',
  'first_token_ms',
  'input_tokens',
  'output_tokens',
  'ip',
] as const
/**
 * Asking SQLite for each row that it inserted costs a seventh of the insert. It numbers rows upwards and one connection writes, so that the
 * last ones are those of the last statement, which matters only where a call was there already.
 */
const lastAdded = 'select request_id from usage_records order by rowid desc limit ?'
const largest = 64
const statements = new Map<string, string>()

/** The statement for so many rows, written once: the hot path compiles nothing. */
function statementFor(kind: StoreKind, rows: number): string {
  const name = `${kind} ${rows}`
  const known = statements.get(name)
  if (known) return known
  const row = `(${columns.map(() => '?').join(', ')})`
  const values = new Array<string>(rows).fill(row).join(', ')
  const text = `insert into usage_records (${columns.join(', ')}) values ${values} on conflict (organization_id, request_id) do nothing`
  const statement = placeholders(kind, kind === 'sqlite' ? text : `${text} returning request_id`)
  statements.set(name, statement)
  return statement
}

function addValues(parameters: unknown[], settlement: Settlement): void {
  const { record, holdNanos, meters } = settlement
  parameters.push(
    record.requestId,
    record.at,
    record.organizationId,
    record.keyId,
    record.accountId,
    record.model,
    record.endpoint,
    record.stream ? 1 : 0,
    record.status,
    record.errorCode,
    record.usageSource,
    record.costNanos,
    holdNanos,
    overOf(settlement),
    0,
    JSON.stringify(meters),
    record.priceId,
    record.unpriced ? 1 : 0,
    record.buckets,
    record.attempts,
    record.latencyMs,
    record.firstTokenMs,
    record.inputTokens,
    record.outputTokens,
    record.ip,
  )
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
    const parameters: unknown[] = []
    for (const settlement of batch) addValues(parameters, settlement)
    const { rows, changes } = await run(statementFor(kind, size), parameters)
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
