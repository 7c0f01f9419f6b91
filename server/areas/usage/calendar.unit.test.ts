import { describe, expect, test } from 'vitest'
import { localOf, momentOf, slotAround, stretchesOf, zoneOf } from './calendar.ts'

const hourMs = 3_600_000
const at = (text: string) => Date.parse(text)
const year = { from: at('2026-01-01T00:00:00Z'), to: at('2027-01-01T00:00:00Z') }
const told = (zone: string, range = year) =>
  stretchesOf(zone, range).map(({ from, offsetMs }) => [new Date(from).toISOString(), offsetMs / hourMs])

describe('a calendar', () => {
  test('knows when the clocks of a zone change, to the hour', () => {
    expect(told('Europe/Berlin')).toEqual([
      ['2026-01-01T00:00:00.000Z', 1],
      ['2026-03-29T01:00:00.000Z', 2],
      ['2026-10-25T01:00:00.000Z', 1],
    ])
    expect(told('Asia/Kolkata')).toEqual([['2026-01-01T00:00:00.000Z', 5.5]])
    expect(told('America/New_York').map(([, hours]) => hours)).toEqual([-5, -4, -5])
    // Two changes a month apart, around Ramadan.
    const spring = { from: year.from, to: at('2026-06-01T00:00:00Z') }
    expect(told('Africa/Casablanca', spring).map(([, hours]) => hours)).toEqual([1, 0, 1])
  })

  test('a day has 23 hours when clocks go forward and 25 when they go back', () => {
    const berlin = stretchesOf('Europe/Berlin', year)
    const hours = (day: string) => {
      const slot = slotAround(at(`${day}T12:00:00Z`), 'day')
      return (momentOf(berlin, slot.to) - momentOf(berlin, slot.at)) / hourMs
    }
    expect(['2026-03-28', '2026-03-29', '2026-10-25', '2026-10-26'].map(hours)).toEqual([24, 23, 25, 24])
  })

  test('a day whose midnight is skipped begins an hour later; where midnight is no whole UTC hour, with the next', () => {
    const cairo = stretchesOf('Africa/Cairo', year)
    expect(new Date(momentOf(cairo, at('2026-04-24T00:00:00Z'))).toISOString()).toBe(
      '2026-04-23T22:00:00.000Z',
    )
    const kolkata = stretchesOf('Asia/Kolkata', year)
    const moment = momentOf(kolkata, at('2026-05-02T00:00:00Z'))
    expect(new Date(moment).toISOString()).toBe('2026-05-01T19:00:00.000Z')
    expect(localOf(kolkata, moment)).toBe(at('2026-05-02T00:30:00Z'))
  })

  test('months have their own lengths', () => {
    const { at: from, to } = slotAround(at('2028-02-11T05:00:00Z'), 'month')
    expect([from, to]).toEqual([at('2028-02-01T00:00:00Z'), at('2028-03-01T00:00:00Z')])
  })

  test('a zone is named, not counted', () => {
    expect(zoneOf('europe/berlin')).toBe('Europe/Berlin')
    expect(['Mars/Olympus', '+01:00', '', 'Europe/Berlin\0'].map(zoneOf)).toEqual([null, null, null, null])
  })
})
