import { describe, expect, test } from 'vitest'
import { percentChange } from './change.ts'
import { timeOf } from './range.ts'

const now = Date.parse('2026-03-31T09:20:00Z')
const of = (
  range: Parameters<typeof timeOf>[0],
  timeZone = 'Europe/Berlin',
  interval?: 'hour' | 'day' | 'month',
) => timeOf(range, { now, timeZone, interval })

describe('the time of an overview', () => {
  test('is whole days of the zone, today among them, also across a change of clocks', () => {
    expect(of({})).toMatchObject({ from: '2026-03-01T23:00:00.000Z', interval: 'day' })
    expect(of({ preset: '7d' })).toMatchObject({ from: '2026-03-24T23:00:00.000Z', interval: 'day' })
    expect(of({ preset: '24h' })).toMatchObject({ from: '2026-03-30T10:00:00.000Z', interval: 'hour' })
    expect(of({ preset: '12mo' })).toMatchObject({ from: '2025-03-31T22:00:00.000Z', interval: 'month' })
    // Midnight there is 18:30 in UTC.
    expect(of({ preset: '7d' }, 'Asia/Kolkata').from).toBe('2026-03-24T19:00:00.000Z')
  })

  test('an interval that would give one bar, or thousands, gives way', () => {
    expect(of({ preset: '7d' }, 'UTC', 'hour').interval).toBe('hour')
    expect(of({ preset: '7d' }, 'UTC', 'month').interval).toBe('day')
    expect(of({ preset: '12mo' }, 'UTC', 'hour').interval).toBe('month')
    expect(of({ preset: '12mo' }).intervals).toEqual(['day', 'month'])
  })

  test('two days are taken as they are; what has not come yet is left out', () => {
    const range = {
      preset: 'custom',
      from: '2026-02-01T00:00:00.000Z',
      to: '2026-02-03T00:00:00.000Z',
    } as const
    expect(of(range)).toMatchObject({ from: range.from, to: range.to, interval: 'hour' })
    expect(of({ ...range, to: '2026-05-01T00:00:00.000Z' }).to).toBeUndefined()
    expect(of({ ...range, to: '2026-01-01T00:00:00.000Z' }).reversed).toBe(true)
    expect(of({ preset: 'custom', from: '2026-05-01T00:00:00.000Z' }).reversed).toBe(true)
    expect(of(range).reversed).toBe(false)
    expect(of({ preset: 'custom' }).from).toBe('2026-03-01T23:00:00.000Z')
  })
})

test('promise 1: a change of money is reckoned without floats', () => {
  expect(percentChange('0.000000003', '0.000000002')).toBe(50)
  expect(percentChange('1.000000000', '3.000000000')).toBe(-66.6)
  expect(percentChange(5, 5)).toBe(0)
  expect(percentChange('2', '0.000000000')).toBeNull()
})
