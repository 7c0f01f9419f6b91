import { type CallRecord, roundPicosToNanos, settle, walletId } from '../areas/money/index.ts'
import { newId } from '../lib/id.ts'
import type { TestApp } from './test-app.ts'

/** A bucket of a made call: its amount is quantity × rate, in pico-dollars. */
export type MadeBucket = { name: string; quantity: bigint; ratePicos: bigint }

/** What a made call is like; the rest is a small call that went well. */
export type MadeCall = Partial<Omit<CallRecord, 'buckets' | 'attempts' | 'costNanos'>> & {
  organizationId: string
  keyId: string
  accountId: string
  buckets?: readonly MadeBucket[]
  attempts?: readonly object[]
}

const batchRows = 1000
const usual: readonly MadeBucket[] = [
  { name: 'input', quantity: 12n, ratePicos: 2_500_000n },
  { name: 'output', quantity: 7n, ratePicos: 10_000_000n },
]

/**
 * Records of calls, written by the procedure that writes real ones: the roll-ups and the wallet agree with them.
 *
 * @returns the request ids, in the order given.
 */
export async function makeUsage(app: TestApp, calls: readonly MadeCall[]): Promise<string[]> {
  const settlements = calls.map((call) => {
    const at = call.at ?? app.clock.now()
    const buckets = call.buckets ?? ((call.errorCode ?? null) === null ? usual : [])
    const amounts = buckets.map(({ quantity, ratePicos }) => quantity * ratePicos)
    const record: CallRecord = {
      requestId: newId('req', at),
      model: 'sandbox-chat',
      endpoint: 'chat.completions',
      stream: false,
      status: 200,
      errorCode: null,
      usageSource: 'provider',
      priceId: null,
      unpriced: false,
      latencyMs: 80,
      firstTokenMs: null,
      inputTokens: 12,
      outputTokens: 7,
      ip: null,
      ...call,
      at,
      costNanos: roundPicosToNanos(amounts.reduce((sum, amount) => sum + amount, 0n)),
      buckets: JSON.stringify(
        buckets.map(({ name, quantity, ratePicos }, i) => [
          name,
          String(quantity),
          String(ratePicos),
          String(amounts[i]),
        ]),
      ),
      attempts: JSON.stringify(call.attempts ?? []),
    }
    // Nothing was held, so the wallet itself carries the whole cost.
    return { record, holdNanos: 0n, meters: [walletId(call.organizationId)], parts: [] }
  })
  for (let start = 0; start < settlements.length; start += batchRows)
    await app.testStore.store.call(settle, { settlements: settlements.slice(start, start + batchRows) })
  return settlements.map(({ record }) => record.requestId)
}
