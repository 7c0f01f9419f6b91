import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ceilPicosToNanos,
  MAX_AMOUNT,
  nanosToUsd,
  picosToUsd,
  picosToUsdPerMillion,
  roundPicosToNanos,
  usdPerMillionToPicos,
  usdToNanos,
  usdToPicos,
} from './amounts.ts'
import { moneyError } from './errors.ts'

const amount = fc.bigInt(-MAX_AMOUNT, MAX_AMOUNT)

describe('promise 1: amounts are exact decimals', () => {
  test('USD text becomes integer nano-dollars', () => {
    expect(usdToNanos('5')).toBe(5_000_000_000n)
    expect(usdToNanos('0.000123450')).toBe(123_450n)
    expect(usdToNanos('9223372036.854775807')).toBe(MAX_AMOUNT)
    expect(usdToNanos('-0.5', { allowNegative: true })).toBe(-500_000_000n)
  })

  test('nano- and pico-dollars are printed in full', () => {
    expect(nanosToUsd(123_450n)).toBe('0.000123450')
    expect(nanosToUsd(-1n)).toBe('-0.000000001')
    expect(nanosToUsd(0n)).toBe('0.000000000')
    expect(picosToUsd(2_500_000n)).toBe('0.000002500000')
  })

  test('rates per million convert both ways without loss, in the shortest text', () => {
    expect(usdPerMillionToPicos('2.50')).toBe(2_500_000n)
    expect(usdPerMillionToPicos('0.000001')).toBe(1n)
    for (const text of ['2.5', '10', '0', '100', '0.003625', '1000000'])
      expect(picosToUsdPerMillion(usdPerMillionToPicos(text))).toBe(text)
  })

  test('every amount survives the way to text and back', () => {
    fc.assert(
      fc.property(amount, (units) => {
        expect(usdToNanos(nanosToUsd(units), { allowNegative: true })).toBe(units)
        expect(usdToPicos(picosToUsd(units), { allowNegative: true })).toBe(units)
      }),
    )
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_AMOUNT), (picos) => {
        expect(usdPerMillionToPicos(picosToUsdPerMillion(picos))).toBe(picos)
      }),
    )
  })

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '1e3',
    '1,5',
    '0x10',
    'NaN',
    '١',
    '--1',
    '0.0000000001',
    '-1',
  ])('%j is refused', (text) => {
    expect(() => usdToNanos(text)).toThrow(expect.objectContaining({ code: 'bad_amount' }))
  })

  test('what is beyond 63 bits is refused, however long', () => {
    const beyond = expect.objectContaining({ code: 'amount_out_of_range' })
    expect(() => usdToNanos('9223372036.854775808')).toThrow(beyond)
    expect(() => usdToNanos('-9223372036.854775808', { allowNegative: true })).toThrow(beyond)
    expect(() => usdToNanos('9'.repeat(40))).toThrow(beyond)
    expect(() => usdToNanos('9'.repeat(100_000))).toThrow(expect.objectContaining({ code: 'bad_amount' }))
  })

  test('a rate finer than a pico-dollar is refused, not rounded, and the error names the field', () => {
    const error = moneyError('bad_amount', 'rates.input', '')
    expect(() => usdPerMillionToPicos('0.0000001', 'rates.input')).toThrow(
      expect.objectContaining({ code: error.code, param: error.param }),
    )
  })

  test('rounding is half up for costs and up for holds', () => {
    expect([0n, 499n, 500n, 999n, 1_499n, 1_500n].map(roundPicosToNanos)).toEqual([0n, 0n, 1n, 1n, 1n, 2n])
    expect([0n, 1n, 999n, 1_000n, 1_001n].map(ceilPicosToNanos)).toEqual([0n, 1n, 1n, 1n, 2n])
  })
})
