import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_AMOUNT } from './amounts.ts'
import { bucketsFromJson, bucketsToJson } from './buckets.ts'
import { anyBuckets, anyRates } from './generators.ts'
import { checkRates, dearestPicos, picosAt, type Rate, rateOf, ratesFromJson, ratesToJson } from './rates.ts'
import { ratesFromUsd, ratesToUsd } from './usd-rates.ts'

const tiered: Rate = { base: 5n, tiers: [{ aboveInput: 200_000n, picos: 9n }] }
const badRates = expect.objectContaining({ code: 'bad_rates' })

describe('rates are kept as they were set', () => {
  test('every set of rates survives its column text', () => {
    fc.assert(
      fc.property(anyRates, (rates) => {
        expect(ratesFromJson(ratesToJson(rates))).toEqual(rates)
      }),
    )
  })

  test('the same rates have the same text in whatever order they were set', () => {
    expect(ratesToJson({ output: 2n, input: tiered })).toBe(ratesToJson({ input: tiered, output: 2n }))
    expect(ratesToJson({ output: 2n, input: tiered })).toBe(
      '{"input":{"base":"5","tiers":[["200000","9"]]},"output":"2"}',
    )
  })

  test("the operator's texts convert both ways without loss", () => {
    const usd = {
      ratesUsdPerMillion: { input: '2.5', cache_read: '1.25', output: '10' },
      perRequestUsd: '0.005',
      tiers: [{ aboveInputTokens: 200_000, ratesUsdPerMillion: { input: '5', output: '15' } }],
    }
    expect(ratesToUsd(ratesFromUsd(usd))).toEqual(usd)
    expect(ratesFromUsd(usd).request).toBe(5_000_000_000n)
    fc.assert(
      fc.property(anyRates, (rates) => {
        const back = ratesFromUsd(ratesToUsd(rates))
        // A price per request of zero and none at all are the same.
        expect({ request: 0n, ...back }).toEqual({ request: 0n, ...rates })
      }),
    )
  })

  test.each([
    '{"inputs":"1"}',
    '{"input":1}',
    '{"input":"-1"}',
    '{"input":"1.5"}',
    '{"input":{"base":"1","tiers":[["5","1"],["5","2"]]}}',
    '{"request":{"base":"1","tiers":[["5","1"]]}}',
    `{"input":"${MAX_AMOUNT + 1n}"}`,
    '[]',
    'null',
  ])('stored rates %s are refused', (text) => {
    expect(() => ratesFromJson(text)).toThrow(badRates)
  })

  test('rates of the operator that contradict themselves are refused, naming the field', () => {
    const param = (usd: Record<string, unknown>) => {
      try {
        return ratesFromUsd(usd) && 'accepted'
      } catch (error) {
        return (error as { param: string }).param
      }
    }
    expect(param({ ratesUsdPerMillion: { inputs: '1' } })).toBe('ratesUsdPerMillion.inputs')
    expect(param({ ratesUsdPerMillion: { request: '1' } })).toBe('ratesUsdPerMillion.request')
    expect(param({ ratesUsdPerMillion: { input: '-1' } })).toBe('ratesUsdPerMillion.input')
    expect(param({ perRequestUsd: 'x' })).toBe('perRequestUsd')
    const tier = (aboveInputTokens: number) => ({ aboveInputTokens, ratesUsdPerMillion: { input: '2' } })
    expect(param({ tiers: [tier(5)] })).toBe('tiers.0.ratesUsdPerMillion.input')
    expect(param({ ratesUsdPerMillion: { input: '1' }, tiers: [tier(1.5)] })).toBe('tiers.0.aboveInputTokens')
    expect(param({ ratesUsdPerMillion: { input: '1' }, tiers: [tier(5), tier(4)] })).toBe('input')
    expect(param({ ratesUsdPerMillion: { input: '1' }, tiers: [tier(4), tier(5)] })).toBe('accepted')
  })
})

describe('which rate a bucket is charged at', () => {
  test('a tier begins one token above its threshold and replaces the whole rate', () => {
    expect([0n, 200_000n, 200_001n, 9_000_000n].map((size) => picosAt(tiered, size))).toEqual([
      5n,
      5n,
      9n,
      9n,
    ])
    const tiers = [
      { aboveInput: 10n, picos: 2n },
      { aboveInput: 20n, picos: 3n },
    ]
    expect([10n, 11n, 20n, 21n].map((size) => picosAt({ base: 1n, tiers }, size))).toEqual([1n, 2n, 2n, 3n])
  })

  test('the dearest rate ignores a later, cheaper tier but not one out of reach', () => {
    const dip: Rate = {
      base: 5n,
      tiers: [
        { aboveInput: 10n, picos: 1n },
        { aboveInput: 20n, picos: 7n },
      ],
    }
    expect([0n, 10n, 11n, 20n, 21n].map((size) => dearestPicos(dip, size))).toEqual([5n, 5n, 5n, 5n, 7n])
  })

  test('kinds of input fall back to input, kinds of output to output, nothing else to anything', () => {
    const rates = checkRates({ input: 1n, output: 2n })
    for (const name of [
      'cache_read',
      'cache_write_5m',
      'cache_write_1h',
      'audio_input',
      'image_input',
    ] as const)
      expect(rateOf(rates, name)).toBe(1n)
    for (const name of ['reasoning', 'audio_output', 'image_output'] as const)
      expect(rateOf(rates, name)).toBe(2n)
    for (const name of ['request', 'image', 'second', 'character', 'search'] as const)
      expect(rateOf(rates, name)).toBeUndefined()
    expect(rateOf({ input: 1n, cache_write_5m: 3n }, 'cache_write_1h')).toBe(3n)
    expect(rateOf({ input: 1n, cache_read: 0n }, 'cache_read')).toBe(0n)
  })
})

test('quantities survive their column text, and nothing else is read from it', () => {
  fc.assert(
    fc.property(anyBuckets, (buckets) => {
      const filled = Object.fromEntries(Object.entries(buckets).filter(([, quantity]) => quantity))
      expect(bucketsFromJson(bucketsToJson(buckets))).toEqual(filled)
    }),
  )
  for (const text of ['{"input":"-1"}', '{"input":5}', '{"inputs":"5"}', `{"input":"${MAX_AMOUNT + 1n}"}`])
    expect(() => bucketsFromJson(text)).toThrow(expect.objectContaining({ code: 'quantity_out_of_range' }))
})
