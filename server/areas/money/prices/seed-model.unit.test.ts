import { createHash } from 'node:crypto'
import type { ModelInfo, Provider } from '@pydantic/genai-prices'
import { describe, expect, test } from 'vitest'
import { findModel, seedModel, seedPriceId } from './seed-model.ts'

const provider = (...models: ModelInfo[]): Provider => ({
  id: 'p',
  name: 'P',
  api_pattern: 'https://p',
  models,
})
const model = (id: string, prices: ModelInfo['prices'] = {}): ModelInfo => ({
  id,
  match: { equals: id },
  prices,
})
const inputs = (prices: ModelInfo['prices']) =>
  seedModel(provider(), model('m', prices)).prices?.map(({ effectiveFrom, rates }) => [
    effectiveFrom,
    rates.input,
  ])

describe('versions by date and time of day', () => {
  const day = (date: string, input: number) => ({
    constraint: { type: 'start_date' as const, start_date: date },
    prices: { input_mtok: input },
  })
  const hours = (input: number) => ({
    constraint: { type: 'time_of_date' as const, start_time: '01:00:00Z', end_time: '04:00:00Z' },
    prices: { input_mtok: input },
  })
  const always = (input: number) => ({ prices: { input_mtok: input } })
  const at = Date.parse('2026-03-01T00:00:00Z')

  test('each date begins a version; what was in force before it holds from the epoch', () => {
    expect(inputs([always(1), day('2026-03-01', 2)])).toEqual([
      [0, 1_000_000n],
      [at, 2_000_000n],
    ])
    expect(inputs([day('2026-03-01', 2)])).toEqual([[0, 2_000_000n]])
  })

  test('of several times of day the dearest counts, wherever it stands', () => {
    expect(inputs([always(1), hours(3), hours(2)])).toEqual([[0, 3_000_000n]])
    expect(inputs([always(3), hours(1)])).toEqual([[0, 3_000_000n]])
    expect(inputs([always(1), hours(2), day('2026-03-01', 1)])).toEqual([
      [0, 2_000_000n],
      [at, 1_000_000n],
    ])
  })

  test('one version that cannot be charged leaves the whole model out', () => {
    const refused = seedModel(
      provider(),
      model('m', [always(1), { ...day('2026-03-01', 2), prices: { x_mtok: 1 } }]),
    )
    expect([refused.prices, refused.refused]).toEqual([null, 'no bucket for x_mtok'])
  })

  test('a list that says zero says free; one that says nothing says nothing', () => {
    const state = (prices: ModelInfo['prices']) =>
      seedModel(provider(), model('m', prices)).prices?.[0]?.state
    expect(state({ input_mtok: 0, output_mtok: 0 })).toBe('free')
    expect(state({ input_mtok: 0, output_mtok: 1 })).toBe('priced')
    expect(state({ input_mtok: { base: 0, tiers: [{ start: 5, price: 1 }] } })).toBe('priced')
    expect(state({})).toBeUndefined()
  })
})

test('a name is matched by the clauses, the first model first, compact dates as dashed ones', () => {
  const list = provider(
    model('m-2026-03-01'),
    {
      ...model('m-any'),
      match: { and: [{ starts_with: 'M-' }, { or: [{ ends_with: '-x' }, { regex: '^m-[0-9]$' }] }] },
    },
    { ...model('late'), match: { contains: 'x' } },
  )
  const found = (name: string) => findModel(list, name)?.id
  expect(['M-2026-03-01 ', 'm-20260301', 'm-20261301', 'm-x', 'm-7', 'm-77', 'ax'].map(found)).toEqual([
    'm-2026-03-01',
    'm-2026-03-01',
    undefined,
    'm-any',
    'm-any',
    undefined,
    'late',
  ])
})

describe('promise 6: a price id stands for the very numbers', () => {
  const of = { provider: 'p', model: 'm', effectiveFrom: 0, rates: { input: 1n, output: 2n } }

  test('is the same for the same numbers and another for any other', () => {
    const id = seedPriceId(of)
    expect(id).toMatch(/^prc_[0-9a-hjkmnp-tv-z]{26}$/)
    const digest = createHash('sha256')
      .update('["p","m",0,"{\\"input\\":\\"1\\",\\"output\\":\\"2\\"}"]')
      .digest('hex')
    const value = [...id.slice(4)].reduce(
      (sum, digit) => sum * 32n + BigInt('0123456789abcdefghjkmnpqrstvwxyz'.indexOf(digit)),
      0n,
    )
    expect(value).toBe(BigInt(`0x${digest}`) >> 126n)
    expect(seedPriceId({ ...of, rates: { output: 2n, input: 1n } })).toBe(id)
    const others = [
      { ...of, provider: 'q' },
      { ...of, model: 'n' },
      { ...of, effectiveFrom: 1 },
      { ...of, rates: { input: 2n, output: 1n } },
      { ...of, rates: { input: 1n, output: { base: 2n, tiers: [{ aboveInput: 5n, picos: 2n }] } } },
    ]
    expect(new Set([id, ...others.map(seedPriceId)]).size).toBe(6)
  })
})
