import { describe, expect, test } from 'vitest'
import { dearestRates, picosPerUnit, seedRates } from './seed-rates.ts'

describe('a list price that we could not charge in full is refused, never taken in part', () => {
  test('an unknown key, an unknown unit, and dearer tokens that would land in a cheaper bucket', () => {
    expect(seedRates({ input_mtok: 1, input_video_tool_mtok: 1 })).toEqual({
      refused: 'no bucket for input_video_tool_mtok',
    })
    expect(seedRates({ input_mtok: 1, input_kpages: 1 })).toEqual({ refused: 'no bucket for input_kpages' })
    expect(seedRates({ output_mtok: 1, output_citation_mtok: 2 })).toEqual({
      refused: 'no bucket for output_citation_mtok',
    })
    expect(seedRates({ output_mtok: 2, output_citation_mtok: 2 })).toEqual({
      rates: { output: 2_000_000n },
      exact: true,
    })
    expect(seedRates({ output_citation_mtok: 0 })).toEqual({ refused: 'no bucket for output_citation_mtok' })
    expect(seedRates({})).toEqual({ refused: 'no figure' })
  })

  test('a coarser bucket must cover the finer one at every size', () => {
    const dip = { base: 5, tiers: [{ start: 100, price: 1 }] }
    expect(seedRates({ input_mtok: dip, input_video_mtok: 2 })).toEqual({
      refused: 'no bucket for input_video_mtok',
    })
    expect(seedRates({ input_mtok: dip, input_video_mtok: 1 })).toMatchObject({ exact: true })
  })
})

describe('rates come from the decimal text of a figure', () => {
  test.each([
    [2.5, 1_000_000n, 2_500_000n, true],
    [0.003625, 1_000_000n, 3_625n, true],
    [0.18000000000000002, 1_000_000n, 180_000n, true],
    [0.08333333333333334, 1_000_000n, 83_334n, false],
    [1e-7, 1_000_000n, 1n, false],
    [12, 1_000n, 12_000_000_000n, true],
    [0.36, 3_600n, 100_000_000n, true],
    [0.111, 3_600n, 30_833_334n, false],
    [150, 1_000_000n, 150_000_000n, true],
    [0, 1_000_000n, 0n, true],
  ])('%d USD per %d units', (usd, per, picos, exact) => {
    expect(picosPerUnit(usd, per)).toEqual({ picos, exact })
  })

  test('what is no price is refused', () => {
    for (const usd of [Number.NaN, Number.POSITIVE_INFINITY, -1])
      expect(() => picosPerUnit(usd, 1_000n)).toThrow('not a price')
  })
})

test('the dearest of two sets counts a missing rate at its fallback', () => {
  expect(dearestRates({ input: 5n, output: 1n }, { input: 2n, cache_read: 1n, output: 3n })).toEqual({
    input: 5n,
    cache_read: 5n,
    output: 3n,
  })
})
