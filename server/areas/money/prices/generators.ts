import fc from 'fast-check'
import { BUCKETS, type BucketName, type Buckets } from './buckets.ts'
import type { Rate, Rates } from './rates.ts'

/** Random rates and quantities for the property tests of this folder. */

/** Up to 10 000 USD per million units. */
const picos = fc.bigInt(0n, 10_000_000_000n)

const thresholds = fc.uniqueArray(fc.bigInt(0n, 400_000n), { minLength: 1, maxLength: 3 })

function rate(tierPicos: (count: number) => fc.Arbitrary<bigint[]>): fc.Arbitrary<Rate> {
  const tiered = thresholds.chain((starts) =>
    tierPicos(starts.length + 1).map(([base = 0n, ...rest]) => ({
      base,
      tiers: starts
        .sort((a, b) => Number(a - b))
        .map((aboveInput, index) => ({ aboveInput, picos: rest[index] ?? 0n })),
    })),
  )
  return fc.oneof(picos, tiered)
}

function rates(anyRate: fc.Arbitrary<Rate>): fc.Arbitrary<Rates> {
  const all = BUCKETS.map((name) => [name, name === 'request' ? picos : anyRate] as const)
  return fc.record(Object.fromEntries(all) as Record<BucketName, fc.Arbitrary<Rate>>, { requiredKeys: [] })
}

/** Any sound rates: any subset of the buckets, tiers that go up or down. */
export const anyRates = rates(rate((count) => fc.array(picos, { minLength: count, maxLength: count })))

/** Rates whose tiers never get cheaper, as all published ones. */
export const risingRates = rates(
  rate((count) =>
    fc
      .array(picos, { minLength: count, maxLength: count })
      .map((values) => values.sort((a, b) => (a < b ? -1 : 1))),
  ),
)

/** Any subset of the buckets, quantities as calls have them. */
export const anyBuckets: fc.Arbitrary<Buckets> = fc.record(
  Object.fromEntries(BUCKETS.map((name) => [name, fc.bigInt(0n, 1_000_000n)])) as Record<
    BucketName,
    fc.Arbitrary<bigint>
  >,
  { requiredKeys: [] },
)
