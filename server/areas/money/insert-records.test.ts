import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../lib/id.ts'
import { openTestStore, type TestStore, testClock } from '../../testing/index.ts'
import type { CallRecord, Settlement } from './records.ts'
import { settle } from './settle.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

const at = testClock().now()
type Change = Partial<CallRecord> & { meters?: readonly string[] }

function settlement(index: number, { meters = [], ...changes }: Change): Settlement {
  const record: CallRecord = {
    requestId: newId('req', at),
    at: at + index,
    organizationId: 'org_a',
    keyId: 'key_a',
    accountId: 'acc_a',
    model: 'model-a',
    endpoint: 'chat.completions',
    stream: false,
    status: 200,
    errorCode: null,
    usageSource: 'provider',
    costNanos: 0n,
    priceId: 'prc_a',
    unpriced: false,
    buckets: `[["request","${index}","0","0"]]`,
    attempts: '[]',
    latencyMs: 100 + index,
    firstTokenMs: index % 2 === 0 ? null : index,
    inputTokens: 200 + index,
    outputTokens: 300 + index,
    ip: null,
    ...changes,
  }
  return { record, holdNanos: BigInt(400 + index), meters, parts: [] }
}

/** What a row must say of a settlement. */
function rowOf({ record, holdNanos, meters }: Settlement): Record<string, unknown> {
  return {
    request_id: record.requestId,
    at: record.at,
    organization_id: record.organizationId,
    key_id: record.keyId,
    account_id: record.accountId,
    model: record.model,
    endpoint: record.endpoint,
    stream: record.stream ? 1 : 0,
    status: record.status,
    error_code: record.errorCode,
    usage_source: record.usageSource,
    cost_nanos: record.costNanos,
    hold_nanos: holdNanos,
    over_nanos: 0n,
    late: 0,
    meters: JSON.stringify(meters),
    price_id: record.priceId,
    unpriced: record.unpriced ? 1 : 0,
    buckets: record.buckets,
    attempts: record.attempts,
    latency_ms: record.latencyMs,
    first_token_ms: record.firstTokenMs,
    input_tokens: record.inputTokens,
    output_tokens: record.outputTokens,
    ip: record.ip,
  }
}

/** One after the other, what two calls of a batch may differ in and otherwise mostly share. */
const different: readonly Change[] = [
  {},
  { organizationId: 'org_b' },
  { keyId: 'key_b' },
  { accountId: 'acc_b' },
  { model: 'model-b' },
  { endpoint: 'embeddings' },
  { stream: true },
  { status: 502 },
  { errorCode: 'upstream_error' },
  { usageSource: 'estimated' },
  { meters: ['wal_b'] },
  { priceId: null },
  { unpriced: true },
  { ip: '192.0.2.1' },
]

test.each(different)('each row of a batch says what its own call was: %o', async (change) => {
  // The last one differs, so that nothing of the first may be taken for it.
  const batch = [settlement(1, {}), settlement(2, {}), settlement(3, {}), settlement(4, change)]
  await opened.store.call(settle, { settlements: batch })
  const ids = batch.map(({ record }) => record.requestId)
  const rows = await opened.store.db
    .selectFrom('usage_records')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('at')
    .execute()
  expect(rows).toEqual(batch.map(rowOf))
})
