import type { z } from 'zod'
import type { usageRecord, usageRow, usageSources } from '../../../contract/usage.ts'
import { nanosToUsd, picosToUsd } from '../money/index.ts'
import type { CallRow, WholeCallRow } from './calls.ts'

type UsageRow = z.infer<typeof usageRow>
type UsageRecord = z.infer<typeof usageRecord>

/** One line of a list of calls. */
export function presentCall(row: CallRow): UsageRow {
  return {
    id: row.request_id,
    at: new Date(row.at).toISOString(),
    keyId: row.key_id,
    keyName: row.key_name,
    accountId: row.account_id,
    model: row.model,
    endpoint: row.endpoint,
    stream: row.stream === 1,
    status: row.status,
    errorCode: row.error_code,
    usageSource: row.usage_source as (typeof usageSources)[number],
    costUsd: nanosToUsd(row.cost_nanos),
    priceId: row.price_id,
    unpriced: row.unpriced === 1,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    ip: row.ip,
  }
}

/** One call with the sum of its cost: quantity × rate = amount for each bucket, together rounded once to `costUsd` (promise 6). */
export function presentWholeCall(row: WholeCallRow): UsageRecord {
  const buckets = JSON.parse(row.buckets) as [string, string, string, string][]
  return {
    ...presentCall(row),
    buckets: buckets.map(([name, quantity, ratePicos, amountPicos]) => ({
      name,
      quantity,
      rateUsd: picosToUsd(BigInt(ratePicos)),
      amountUsd: picosToUsd(BigInt(amountPicos)),
    })),
    attempts: JSON.parse(row.attempts) as UsageRecord['attempts'],
    holdUsd: nanosToUsd(row.hold_nanos),
    overUsd: nanosToUsd(row.over_nanos),
    late: row.late === 1,
  }
}
