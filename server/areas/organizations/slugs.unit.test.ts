import { expect, test } from 'vitest'
import { checkSlug, slugFrom } from './slugs.ts'

const good = (slug: string): boolean => {
  try {
    return checkSlug(slug) === slug
  } catch {
    return false
  }
}

test('a slug is 2 to 40 of a–z, digits and single hyphens between them', () => {
  for (const slug of ['ab', 'acme', 'a-b-c', '42', 'x'.repeat(40)]) expect(good(slug), slug).toBe(true)
  const bad = [
    '',
    'a',
    'x'.repeat(41),
    '-ab',
    'ab-',
    'a--b',
    'Acme',
    'a_b',
    'a.b',
    'org_1',
    'acmé',
    'аcme',
    'a b',
    'a\n',
    'a\u0000b',
  ]
  for (const slug of bad) expect(good(slug), JSON.stringify(slug)).toBe(false)
})

test('a slug does not pass for the installation or a part of an address', () => {
  for (const slug of ['admin', 'api', 'portico', 'settings', 'new', 'me'])
    expect(good(slug), slug).toBe(false)
})

test('every username has a part that fits into a slug', () => {
  expect(slugFrom('Ada.Lovelace_1')).toBe('ada-lovelace-1')
  expect(slugFrom('a._-b')).toBe('a-b')
  expect(slugFrom(`${'x'.repeat(39)}.y`)).toBe('x'.repeat(39))
})
