import { expect, test } from 'vitest'
import { changesOf, nanosToUsd } from './changes.ts'

test('of a change from one state to another only what differs is told', () => {
  const from = { name: 'Acme', slug: 'acme' }
  expect(changesOf({ from, to: { name: 'Acme', slug: 'rockets' } }, null)).toEqual([
    { field: 'slug', before: 'acme', after: 'rockets' },
  ])
  expect(changesOf({ from: { max_key_days: null }, to: { max_key_days: 30 } }, null)).toEqual([
    { field: 'max_key_days', before: null, after: 30 },
  ])
})

test('of other events every field is told, but for what the event itself says', () => {
  expect(changesOf({ kind: 'credit', ref: 'led_1', amountNanos: '5', note: '' }, 'led_1')).toEqual([
    { field: 'amountNanos', after: '5' },
  ])
  expect(changesOf({ kind: 'refund', ref: 'req_1', note: 'Sorry' }, 'led_1')).toEqual([
    { field: 'ref', after: 'req_1' },
    { field: 'note', after: 'Sorry' },
  ])
  expect(changesOf({ operator: false }, null)).toEqual([])
  expect(changesOf({ models: null, surprise: { a: 1 } }, null)).toEqual([
    { field: 'models', after: null },
    { field: 'surprise', after: { a: 1 } },
  ])
})

test('nano-dollars become dollars to the last digit', () => {
  expect(nanosToUsd('5000000000')).toBe('5.000000000')
  expect(nanosToUsd('-1')).toBe('-0.000000001')
  expect(nanosToUsd('1234567890123456789')).toBe('1234567890.123456789')
})
