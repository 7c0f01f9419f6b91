import { expect, test } from 'vitest'
import { shift, sign, sum } from './decimal.ts'
import {
  absoluteTime,
  duration,
  eventTime,
  integer,
  money,
  percent,
  perMillion,
  relativeTime,
} from './format.ts'
import { safeNext } from './search.ts'
import { localInput, zonedMoment } from './zone.ts'

const en = { locale: 'en', timeZone: 'UTC' }
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2212', '-')

test('promise 1: money is shown from decimal strings, exactly', () => {
  const shown = (value: string, full = false) => plain(money(value, en, { full }))
  expect(shown('2')).toBe('$ 2.00')
  expect(shown('1234567.895')).toBe('$ 1,234,567.90')
  expect(shown('0.5')).toBe('$ 0.50')
  expect(shown('0.000123450')).toBe('$ 0.000123')
  expect(shown('0.031234')).toBe('$ 0.0312')
  expect(shown('0.000000004')).toBe('< $ 0.000001')
  expect(shown('-5')).toBe('-$ 5.00')
  expect(shown('0.000000000')).toBe('$ 0.00')
  expect(shown('9007199254740993.000000001', true)).toBe('$ 9,007,199,254,740,993.000000001')
  expect(shown('0.000123450', true)).toBe('$ 0.00012345')
})

test('decimal strings are moved and summed without floats', () => {
  expect(perMillion('0.000002500000')).toBe('2.5')
  expect(shift('12', 2)).toBe('1200')
  expect([shift('10000', -6), shift('0.5', -6), shift('-2500000', -6)]).toEqual(['0.01', '0.0000005', '-2.5'])
  expect(sum(['0.1', '0.2'])).toBe('0.3')
  expect(sum(['9007199254740993', '-0.000000001'])).toBe('9007199254740992.999999999')
  expect(sum(['-0.5', '0.2'])).toBe('-0.3')
  expect([sign('-0.00'), sign('-0.01'), sign('3')]).toEqual([0, -1, 1])
})

test('numbers, durations and times follow language and zone', () => {
  expect(integer('12345678901234567890', en)).toBe('12,345,678,901,234,567,890')
  expect(duration(85, en)).toBe('85 ms')
  expect(duration(185_000, en)).toBe('3 min 5 sec')
  expect([0, 0.001, 0.574, 1].map((share) => plain(percent(share, en)))).toEqual([
    '0%',
    '< 1%',
    '57%',
    '100%',
  ])
  const now = Date.parse('2026-11-21T20:00:00Z')
  expect(relativeTime('2026-11-21T19:57:00Z', en, now)).toBe('3 minutes ago')
  expect(relativeTime('2026-11-23T20:00:00Z', { ...en, locale: 'zh' }, now)).toBe('2天后')
  expect(relativeTime('2026-11-28T19:59:50Z', en, now)).toBe('in 7 days')
  expect(relativeTime('2026-11-21T19:00:10Z', en, now)).toBe('1 hour ago')
  expect(relativeTime('2026-12-21T20:00:00Z', en, now)).toBe('in 30 days')
  expect(relativeTime('2027-11-21T20:00:00Z', en, now)).toBe('in 1 year')
  expect(relativeTime('2026-11-21T20:00:00Z', en, now)).toBe('now')
  expect(eventTime('2026-11-21T10:00:00Z', en, now)).toBe('10 hours ago')
  expect(eventTime('2026-11-18T10:05:00Z', en, now)).toBe('Nov 18, 10:05')
  expect(eventTime('2025-12-31T23:05:00Z', en, now)).toBe('Dec 31, 2025, 23:05')
  expect(eventTime('2026-11-18T10:05:00Z', { locale: 'zh', timeZone: 'Asia/Shanghai' }, now)).toBe(
    '11月18日 18:05',
  )
  expect(absoluteTime('2026-11-21T20:00:00Z', { locale: 'en', timeZone: 'Asia/Shanghai' })).toContain(
    'Nov 22, 2026, 04:00:00',
  )
  expect(absoluteTime('2026-11-21T20:00:00Z', { locale: 'zh', timeZone: 'Asia/Shanghai' })).toBe(
    '2026年11月22日 04:00:00 GMT+8',
  )
})

test('date inputs are read in the zone of the person, also where the offset changes', () => {
  expect(zonedMoment('2026-11-21T20:00', 'Asia/Shanghai')).toBe('2026-11-21T12:00:00.000Z')
  expect(localInput('2026-11-21T12:00:00.000Z', 'Asia/Shanghai')).toBe('2026-11-21T20:00')
  expect(zonedMoment('2026-03-29T12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z')
  expect(zonedMoment('', 'UTC')).toBeUndefined()
})

test('rule 36: next falls back to / for anything but a path here', () => {
  for (const bad of [
    '//evil.example',
    '/\\evil',
    'https:evil',
    'javascript:alert(1)',
    '/%2fevil',
    '/%5Cevil',
    '/%09/evil',
    '/%0a/evil',
    '/%00/evil',
    '/a\nb',
    '',
    null,
    7,
  ]) {
    expect(safeNext(bad), String(bad)).toBe('/')
  }
  expect(safeNext('/orgs/acme/keys?q=a#b')).toBe('/orgs/acme/keys?q=a#b')
})
