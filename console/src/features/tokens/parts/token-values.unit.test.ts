import { expect, test } from 'vitest'
import type { TokenScope } from '../../../../../contract/token-scopes.ts'
import { chosenOf, emptyToken, expiryMoment, levelsOf, scopesOf } from './token-values.ts'

test.each<TokenScope[][]>([
  [['read']],
  [['write']],
  [['read', 'admin:read']],
  [['write', 'admin:write']],
  [['keys:read', 'usage:read']],
  [['profile:write', 'models:write', 'admin:read']],
])('a form that was filled from %j asks for the same', (scopes) => {
  expect(scopesOf(chosenOf(scopes))).toEqual(scopes)
})

test('scopes that the form has no words for are shown, and kept, area by area', () => {
  const chosen = chosenOf(['read', 'keys:write'])
  expect(chosen.wide).toBe('areas')
  expect(chosen.areas).toMatchObject({ keys: 'write', usage: 'read', admin: 'none' })
  expect(scopesOf(chosen)).toContain('keys:write')
})

test('areas left from before do not slip into a wide token', () => {
  expect(scopesOf({ wide: 'read', areas: { ...emptyToken.areas, keys: 'write' } })).toEqual(['read'])
})

test('an area that is only read offers no more', () => {
  expect(levelsOf('usage')).toEqual(['none', 'read'])
  expect(levelsOf('keys')).toEqual(['none', 'read', 'write'])
})

test('an expiry is a day, so many days from now, never, or as it was', () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  expect(expiryMoment({ preset: '7', date: '' }, 'UTC', now)).toBe('2026-03-08T00:00:00.000Z')
  expect(expiryMoment({ preset: 'date', date: '2026-03-02' }, 'UTC', now)).toBe('2026-03-02T23:59:59.000Z')
  expect(expiryMoment({ preset: 'never', date: '' }, 'UTC', now)).toBeNull()
  expect(expiryMoment({ preset: 'keep', date: '' }, 'UTC', now)).toBeUndefined()
})
