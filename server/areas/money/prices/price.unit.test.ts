import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_AMOUNT } from './amounts.ts'
import { BUCKETS, type Buckets, totalInput } from './buckets.ts'
import { anyBuckets, anyRates, risingRates } from './generators.ts'
import { costOf, presentLine, priceAt } from './price.ts'
import { picosAt, type Rates, rateOf } from './rates.ts'

const priced = (rates: Rates) => ({ state: 'priced' as const, rates })

describe('promise 1: a cost is summed in pico-dollars and rounded once', () => {
  test('the sum equals the exact rational to within half a nano-dollar, ties up', () => {
    fc.assert(
      fc.property(anyRates, anyBuckets, (rates, buckets) => {
        const size = totalInput(buckets)
        const exactPicos = BUCKETS.map(
          (name) => (buckets[name] ?? 0n) * picosAt(rateOf(rates, name), size),
        ).reduce((a, b) => a + b, 0n)
        const { costNanos } = costOf(priced(rates), buckets)
        const errorPicos = costNanos * 1000n - exactPicos
        expect(errorPicos).toBeGreaterThan(-500n)
        expect(errorPicos).toBeLessThanOrEqual(500n)
      }),
    )
  })

  test('parts below half a nano-dollar add up instead of vanishing one by one', () => {
    const rates = { input: 400n, output: 400n }
    expect(costOf(priced(rates), { input: 1n }).costNanos).toBe(0n)
    expect(costOf(priced(rates), { input: 1n, output: 1n }).costNanos).toBe(1n)
    expect(costOf(priced({ input: 500n }), { input: 1n }).costNanos).toBe(1n)
  })

  test('a call at list price, by hand', () => {
    const rates = { input: 2_500_000n, cache_read: 1_250_000n, output: 10_000_000n }
    expect(costOf(priced(rates), { input: 12n, output: 7n, cache_read: 1n }).costNanos).toBe(101_250n)
  })

  test('more of a bucket never costs less', () => {
    fc.assert(
      fc.property(
        risingRates,
        anyBuckets,
        fc.constantFrom(...BUCKETS),
        fc.bigInt(0n, 500_000n),
        (rates, buckets, name, more) => {
          const grown: Buckets = { ...buckets, [name]: (buckets[name] ?? 0n) + more }
          const before = costOf(priced(rates), buckets).costNanos
          expect(costOf(priced(rates), grown).costNanos).toBeGreaterThanOrEqual(before)
        },
      ),
    )
  })

  test('over a tier the whole call is charged at its rate, output included; cached and audio tokens count for the size', () => {
    const tier = (base: bigint, picos: bigint) => ({ base, tiers: [{ aboveInput: 200_000n, picos }] })
    const rates = { input: tier(3_000_000n, 6_000_000n), output: tier(15_000_000n, 22_500_000n) }
    const at = (buckets: Buckets) => costOf(priced(rates), buckets).costNanos
    expect(at({ input: 200_000n, output: 10n })).toBe(600_150_000n)
    expect(at({ input: 200_001n, output: 10n })).toBe(1_200_006_000n + 225_000n)
    expect(at({ input: 1n, cache_read: 100_000n, audio_input: 100_000n })).toBe(1_200_006_000n)
  })
})

describe('promise 1: impossible quantities are refused before pricing', () => {
  const refused = expect.objectContaining({ code: 'quantity_out_of_range' })

  test.each([
    ['negative', { input: -1n }],
    ['beyond 63 bits', { output: MAX_AMOUNT + 1n }],
    ['of no bucket', { outputs: 1n } as Buckets],
  ])('a quantity %s', (_, buckets) => {
    expect(() => costOf(priced({ input: 1n }), buckets)).toThrow(refused)
    expect(() => costOf({ state: 'free', rates: {} }, buckets)).toThrow(refused)
  })

  test('a cost beyond 63 bits', () => {
    const most = { input: MAX_AMOUNT }
    expect(costOf(priced({ input: 1_000n }), most).costNanos).toBe(MAX_AMOUNT)
    expect(() => costOf(priced({ input: 1_001n }), most)).toThrow(
      expect.objectContaining({ code: 'amount_out_of_range' }),
    )
  })
})

describe('promise 6: a record can show its sum', () => {
  test('lines are quantity × rate = amount and add up to the cost', () => {
    fc.assert(
      fc.property(anyRates, anyBuckets, (rates, buckets) => {
        const { costNanos, lines } = costOf(priced(rates), buckets)
        let sum = 0n
        for (const line of lines) {
          expect(line.amountPicos).toBe(line.quantity * line.ratePicos)
          sum += line.amountPicos
        }
        expect(costNanos).toBe((sum + 500n) / 1000n)
        expect(lines.map((line) => line.name)).toEqual(BUCKETS.filter((name) => buckets[name]))
      }),
    )
  })

  test('a line is shown as the usage record has it', () => {
    const [line] = costOf(priced({ input: 2_500_000n }), { input: 12n }).lines
    expect(presentLine(line!)).toEqual({
      name: 'input',
      quantity: '12',
      rateUsd: '0.000002500000',
      amountUsd: '0.000030000000',
    })
  })

  test('a free model charges nothing and still shows what was used', () => {
    const { costNanos, lines } = costOf({ state: 'free', rates: { input: 5_000n } }, { input: 12n })
    expect([costNanos, lines[0]?.quantity, lines[0]?.ratePicos]).toEqual([0n, 12n, 0n])
  })

  test('a quantity without any rate is charged zero and named', () => {
    expect(costOf(priced({ input: 1n }), { input: 5n, search: 2n, output: 1n }).unrated).toEqual([
      'output',
      'search',
    ])
  })
})

test('rule 6: the price of a call is the version in force at its admission', () => {
  const versions = [{ effectiveFrom: 100 }, { effectiveFrom: 0 }, { effectiveFrom: 200 }]
  expect([0, 99, 100, 199, 5_000].map((at) => priceAt(versions, at)?.effectiveFrom)).toEqual([
    0, 0, 100, 100, 200,
  ])
  expect(priceAt([{ effectiveFrom: 10 }], 9)).toBeUndefined()
})
