import { expect, test } from 'vitest'
import { changesOf, emptyKey, toNewKey } from './key-values.ts'

const zone = 'Asia/Shanghai'

test('promise 9: editing a key sends only what differs', () => {
  const before = { ...emptyKey, name: 'ci', expiry: { preset: 'date', date: '2030-01-31' } }
  expect(changesOf(before, before, zone)).toEqual({})
  expect(changesOf(before, { ...before, remark: 'x' }, zone)).toEqual({ remark: 'x' })
  expect(changesOf(before, { ...before, models: ['m'] }, zone)).toEqual({ models: ['m'] })
  expect(changesOf({ ...before, models: ['m'] }, before, zone)).toEqual({ models: null })
  expect(changesOf(before, { ...before, expiry: { preset: 'never', date: '' } }, zone)).toEqual({
    expiresAt: null,
  })
})

test('an expiry date ends when that day ends where the person is', () => {
  const body = toNewKey({ ...emptyKey, name: 'ci', expiry: { preset: 'date', date: '2030-01-31' } }, zone)
  expect(body.expiresAt).toBe('2030-01-31T15:59:59.000Z')
})
