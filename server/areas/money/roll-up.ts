import type { ProcedureContext } from '../../db/procedure.ts'
import { placeholders } from '../../db/sql.ts'
import type { CallRecord } from './records.ts'

const hourMs = 3_600_000
/** The hour that a moment is in, as its first millisecond. */
export const hourOf = (ms: number): number => ms - (ms % hourMs)

const text = `insert into usage_hours
  (organization_id, hour, key_id, account_id, model, calls, errors, input_tokens, output_tokens, cost_nanos, latency_ms)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (organization_id, hour, key_id, account_id, model) do update set
  calls = usage_hours.calls + excluded.calls, errors = usage_hours.errors + excluded.errors,
  input_tokens = usage_hours.input_tokens + excluded.input_tokens, output_tokens = usage_hours.output_tokens + excluded.output_tokens,
  cost_nanos = usage_hours.cost_nanos + excluded.cost_nanos, latency_ms = usage_hours.latency_ms + excluded.latency_ms`
const upsert = { sqlite: placeholders('sqlite', text), postgres: placeholders('postgres', text) }

type Sum = {
  record: CallRecord
  calls: number
  errors: number
  input: number
  output: number
  cost: bigint
  latency: number
}

const sameSum = (a: CallRecord, b: CallRecord): boolean =>
  a.keyId === b.keyId &&
  a.model === b.model &&
  a.organizationId === b.organizationId &&
  a.accountId === b.accountId &&
  hourOf(a.at) === hourOf(b.at)

function add(sum: Sum, record: CallRecord): void {
  sum.calls += 1
  if (record.errorCode !== null) sum.errors += 1
  sum.input += record.inputTokens
  sum.output += record.outputTokens
  sum.cost += record.costNanos
  sum.latency += record.latencyMs
}

/**
 * Adds records to the sums of their hours, one row for each key and model of a batch, always in the same order.
 *
 * @param sign -1 takes them out again.
 */
export async function rollUp(
  { kind, run }: ProcedureContext,
  records: readonly CallRecord[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const sums = new Map<string, Sum>()
  let last: Sum | undefined
  for (const record of records) {
    // The calls of a batch are mostly of the same key and model.
    if (last && sameSum(last.record, record)) {
      add(last, record)
      continue
    }
    const name = `${record.organizationId} ${hourOf(record.at)} ${record.keyId} ${record.accountId} ${record.model}`
    let sum = sums.get(name)
    if (!sum) {
      sum = { record, calls: 0, errors: 0, input: 0, output: 0, cost: 0n, latency: 0 }
      sums.set(name, sum)
    }
    add(sum, record)
    last = sum
  }
  for (const [, sum] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { record } = sum
    const parameters = [
      record.organizationId,
      hourOf(record.at),
      record.keyId,
      record.accountId,
      record.model,
    ]
    const counts = [sum.calls, sum.errors, sum.input, sum.output].map((count) => count * sign)
    const amounts = [...counts, sum.cost * BigInt(sign), sum.latency * sign]
    await run(upsert[kind], [...parameters, ...amounts])
  }
}
