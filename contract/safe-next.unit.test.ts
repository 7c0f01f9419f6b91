import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

test('rule 36: next keeps a path on this origin', () => {
  for (const path of [
    '/',
    '/orgs/acme/keys',
    '/orgs/acme/usage?model=a%2Fb&from=1#top',
    '/a//b',
    '/%E4%BD%A0',
  ])
    expect(safeNext(path)).toBe(path)
})

test('rule 36: next falls back to / for everything else', () => {
  const evil = [
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ' //evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\u0000/x',
    '/%2fevil.example',
    '/%2Fevil.example',
    '/%5cevil.example',
    '/%09/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/x/../%2fevil.example',
    '/\u2028/evil.example',
    '',
    'evil',
    undefined,
    null,
    7,
    ['/x'],
  ]
  for (const next of evil) expect(safeNext(next), JSON.stringify(next)).toBe('/')
})

test('rule 36: whatever it answers stays on this origin', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5C',
    '\t',
    '\n',
    ':',
    '@',
    'evil.example',
    'x',
    '?',
    '#',
    '\u0000',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const answer = safeNext(pieces.join(''))
      expect(new URL(answer, 'https://portico.example').origin).toBe('https://portico.example')
      expect(answer).toMatch(/^\/(?![/\\])/)
    }),
    { numRuns: 5000 },
  )
})
