import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Buckets } from './buckets.ts'
import { anyRates } from './generators.ts'
import { affordableOutput, type HoldInput, holdFor } from './hold.ts'
import { costOf } from './price.ts'
import type { Rates } from './rates.ts'

const priced = (rates: Rates, model = 'm') => ({ state: 'priced' as const, rates, model })
const plain = priced({ input: 2_500_000n, output: 10_000_000n })

const anyCall = fc.record({
  price: anyRates.map((rates) => priced(rates)),
  inputBytes: fc.nat(1_000_000),
  images: fc.record({ low: fc.nat(5), high: fc.nat(5) }),
  audioBytes: fc.nat(1_000_000),
  outputLimit: fc.nat(100_000),
  n: fc.integer({ min: 1, max: 8 }),
  known: fc.record({ image: fc.nat(5), second: fc.nat(500), character: fc.nat(500), search: fc.nat(5) }),
})

/** Splits a bound in random parts, so that their sum is anywhere from nothing to all of it. */
const split = (parts: number) => fc.array(fc.nat(1_000), { minLength: parts + 1, maxLength: parts + 1 })
function share(bound: bigint, weights: number[]): bigint[] {
  const total = BigInt(weights.reduce((a, b) => a + b, 1))
  return weights.slice(1).map((weight) => (bound * BigInt(weight)) / total)
}

describe('promise 3: a hold covers whatever the call can cost within its bounds', () => {
  /**
   * Assumed, as money.md does: text has at most ⌈bytes ÷ 3⌉ tokens, a picture at most 1 000 (low) or 10 000 tokens,
   * audio at most one per 250 bytes, and the upstream obeys the output limit in each of its n answers.
   */
  test('hold ≥ cost for any usage, any rates, any tiers', () => {
    fc.assert(
      fc.property(anyCall, split(4), split(6), split(4), (call, text, media, out) => {
        const textBound = BigInt(Math.ceil(call.inputBytes / 3))
        const imageBound = BigInt(call.images.low * 1_000 + call.images.high * 10_000)
        const audioBound = BigInt(Math.ceil(call.audioBytes / 250))
        const [t1 = 0n, t2 = 0n, t3 = 0n, t4 = 0n] = share(textBound, text)
        const [i1 = 0n, i2 = 0n] = share(imageBound, media.slice(0, 3))
        const [a1 = 0n, a2 = 0n] = share(audioBound, media.slice(3, 6))
        const [o1 = 0n, o2 = 0n, o3 = 0n, o4 = 0n] = share(BigInt(call.outputLimit * call.n), out)
        const usage: Buckets = {
          input: t1 + i1 + a1,
          cache_read: t2,
          cache_write_5m: t3,
          cache_write_1h: t4,
          image_input: i2,
          audio_input: a2,
          output: o1,
          reasoning: o2,
          audio_output: o3,
          image_output: o4,
          request: 1n,
          image: BigInt(call.known.image),
          second: BigInt(call.known.second),
          character: BigInt(call.known.character),
          search: BigInt(call.known.search),
        }
        expect(holdFor(call).holdNanos).toBeGreaterThanOrEqual(costOf(call.price, usage).costNanos)
      }),
      { numRuns: 2_000 },
    )
  })

  test('the sum of money.md, by hand: ⌈bytes ÷ 3⌉ × input + limit × output × n + the fixed part', () => {
    const price = priced({
      input: 2_500_000n,
      output: 10_000_000n,
      reasoning: 12_000_000n,
      request: 5_000_000_000n,
    })
    const { holdNanos, inputTokens } = holdFor({ price, inputBytes: 1_000, outputLimit: 100, n: 2 })
    expect(inputTokens).toBe(334n)
    expect(holdNanos).toBe(334n * 2_500n + 100n * 2n * 12_000n + 5_000_000n)
  })

  test('a part of a nano-dollar is held as a whole one', () => {
    expect(holdFor({ price: priced({ input: 1n }), inputBytes: 1, outputLimit: 0, n: 1 }).holdNanos).toBe(1n)
  })

  test('audio and pictures are held for at their own rate when it is dearer, else as text', () => {
    const call = { inputBytes: 0, audioBytes: 251, images: { low: 1 }, outputLimit: 0, n: 1 }
    const hold = (rates: Rates) => holdFor({ ...call, price: priced(rates) }).holdNanos
    expect(hold({ input: 1_000n, audio_input: 7_000n, image_input: 3_000n })).toBe(2n * 7n + 1_000n * 3n)
    expect(hold({ input: 1_000n, audio_input: 1n, image_input: 1n })).toBe(2n + 1_000n)
  })

  test('a known count of tokens replaces the guess from bytes', () => {
    expect(holdFor({ price: plain, inputBytes: 0, inputTokens: 40, outputLimit: 0, n: 1 }).holdNanos).toBe(
      100_000n,
    )
  })

  test('pictures are held for by detail, gpt-4o-mini at its own count', () => {
    const tokens = (model: string, images: HoldInput['images']) =>
      holdFor({ price: priced({}, model), inputBytes: 0, images, outputLimit: 0, n: 1 }).inputTokens
    expect(tokens('gpt-4o', { low: 2, high: 3 })).toBe(32_000n)
    expect(tokens('gpt-4o-mini-2024-07-18', { low: 1, high: 1 })).toBe(2_833n + 48_169n)
  })

  test('what the caller rules out is not held for', () => {
    const price = priced({ input: 1_000n, cache_write_1h: 9_000n, output: 1_000n, audio_output: 7_000n })
    const call = { price, inputBytes: 3, outputLimit: 1, n: 1 }
    expect(holdFor(call).holdNanos).toBe(16n)
    expect(holdFor({ ...call, cacheWrites: 'none', mediaOutput: false }).holdNanos).toBe(2n)
  })

  test('a free model holds nothing', () => {
    const price = { ...plain, state: 'free' as const }
    expect(holdFor({ price, inputBytes: 999, outputLimit: 999, n: 9 }).holdNanos).toBe(0n)
  })
})

describe('promise 1: quantities are refused before pricing', () => {
  const call: HoldInput = { price: plain, inputBytes: 10, outputLimit: 10, n: 1 }
  test.each([
    ['n', { n: 0 }],
    ['n', { n: 129 }],
    ['n', { n: -1 }],
    ['n', { n: 1.5 }],
    ['n', { n: Number.NaN }],
    ['outputLimit', { outputLimit: -1 }],
    ['outputLimit', { outputLimit: 10_000_001 }],
    ['outputLimit', { outputLimit: Number.POSITIVE_INFINITY }],
    ['inputBytes', { inputBytes: -1 }],
    ['inputTokens', { inputTokens: 2 ** 31 }],
    ['images', { images: { high: 10_001 } }],
    ['audioBytes', { audioBytes: -5 }],
    ['second', { known: { second: 1e9 } }],
  ])('%s of %j', (param, wrong) => {
    const refused = expect.objectContaining({ code: 'quantity_out_of_range', param })
    expect(() => holdFor({ ...call, ...wrong })).toThrow(refused)
    expect(() => affordableOutput({ ...call, ...wrong, availableNanos: 1n })).toThrow(refused)
  })

  test('a hold beyond 63 bits', () => {
    const price = priced({ output: 10n ** 18n })
    expect(() => holdFor({ price, inputBytes: 0, outputLimit: 10_000_000, n: 128 })).toThrow(
      expect.objectContaining({ code: 'amount_out_of_range' }),
    )
  })
})

describe('the output limit that is affordable', () => {
  test('is the greatest whose hold fits what is available', () => {
    fc.assert(
      fc.property(anyCall, fc.bigInt(0n, 10n ** 13n), (call, availableNanos) => {
        const limit = affordableOutput({ ...call, availableNanos })
        const hold = (outputLimit: number) => holdFor({ ...call, outputLimit }).holdNanos
        if (limit === null) {
          expect(hold(Math.min(16, call.outputLimit))).toBeGreaterThan(availableNanos)
          return
        }
        expect(hold(limit)).toBeLessThanOrEqual(availableNanos)
        if (limit < call.outputLimit) expect(hold(limit + 1)).toBeGreaterThan(availableNanos)
      }),
      { numRuns: 1_000 },
    )
  })

  test('is null below a useful answer, but a smaller wish is granted', () => {
    const call = { price: plain, inputBytes: 300, outputLimit: 1_000, n: 2 }
    const inputNanos = 250_000n
    const perToken = 2n * 10_000n
    expect(affordableOutput({ ...call, availableNanos: inputNanos + 16n * perToken })).toBe(16)
    expect(affordableOutput({ ...call, availableNanos: inputNanos + 16n * perToken - 1n })).toBeNull()
    expect(affordableOutput({ ...call, availableNanos: inputNanos - 1n })).toBeNull()
    expect(affordableOutput({ ...call, availableNanos: -5n })).toBeNull()
    expect(affordableOutput({ ...call, outputLimit: 4, availableNanos: inputNanos + 4n * perToken })).toBe(4)
    expect(
      affordableOutput({ ...call, outputLimit: 4, availableNanos: inputNanos + 3n * perToken }),
    ).toBeNull()
    expect(affordableOutput({ ...call, availableNanos: 10n ** 12n })).toBe(1_000)
  })
})
