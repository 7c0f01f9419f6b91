import { expect, test } from 'vitest'
import { readPriceInput } from './operator-prices.ts'
import { asInvalidRequest } from './price-errors.ts'

const now = Date.UTC(2026, 10, 21)
const sound = {
  model: 'm',
  state: 'priced' as const,
  effectiveFrom: null,
  usd: { ratesUsdPerMillion: { input: '1' } },
}

test('a price meant for now begins now, also when another clock is some seconds behind', () => {
  expect(readPriceInput(sound, now).effectiveFrom).toBe(now)
  expect(readPriceInput({ ...sound, effectiveFrom: now - 30_000 }, now).effectiveFrom).toBe(now)
  expect(readPriceInput({ ...sound, effectiveFrom: now + 1 }, now).effectiveFrom).toBe(now + 1)
})

test.each([
  ['a date in the past', { effectiveFrom: -61_000 }, 'effectiveFrom'],
  ['a negative rate', { usd: { ratesUsdPerMillion: { input: '-1' } } }, 'ratesUsdPerMillion.input'],
  [
    'more digits than are kept',
    { usd: { ratesUsdPerMillion: { input: '0.0000001' } } },
    'ratesUsdPerMillion.input',
  ],
  ['an overflow', { usd: { ratesUsdPerMillion: { input: '9'.repeat(20) } } }, 'ratesUsdPerMillion.input'],
  [
    'a bucket that there is not',
    { usd: { perRequestUsd: '1', ratesUsdPerMillion: { tokens: '1' } as never } },
    'ratesUsdPerMillion.tokens',
  ],
  ['no rate at all', { usd: {} }, 'ratesUsdPerMillion'],
  ['rates of something free', { state: 'free' as const }, 'state'],
])('refused: %s', (_, change, path) => {
  const effectiveFrom = 'effectiveFrom' in change ? now + change.effectiveFrom : null
  let refused: unknown
  try {
    readPriceInput({ ...sound, ...change, effectiveFrom }, now)
  } catch (error) {
    refused = asInvalidRequest(error)
  }
  expect(refused).toMatchObject({ status: 400, code: 'invalid_request', extra: { errors: [{ path }] } })
})
