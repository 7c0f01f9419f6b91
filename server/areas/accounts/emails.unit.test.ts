import { expect, test } from 'vitest'
import { readEmail } from './emails.ts'

test('an address is kept as typed and compared in one form', () => {
  expect(readEmail(' Ada@Example.COM ')).toEqual({ address: 'Ada@Example.COM', key: 'ada@example.com' })
  expect(readEmail('ada@bücher.example')?.key).toBe('ada@xn--bcher-kva.example')
  expect(readEmail('a+b.c@localhost')?.key).toBe('a+b.c@localhost')
  // Composed and decomposed letters are the same address.
  expect(readEmail('cafe\u0301@example.com')).toEqual(readEmail('caf\u00e9@example.com'))
})

test('rule 39: what is no address, or would end a header line, is refused', () => {
  const bad = [
    '',
    'ada',
    '@example.com',
    'ada@',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@example..com',
    '.a@example.com',
  ]
  const headers = [
    'ada@example.com\r\nBcc: eve@example.com',
    'a\u0000@example.com',
    'a\nb@example.com',
    'a@b@example.com',
  ]
  const long = [`${'a'.repeat(65)}@example.com`, `a@${'b'.repeat(64)}.com`, `a@${'bcd.'.repeat(80)}com`]
  for (const typed of [...bad, ...headers, ...long])
    expect(readEmail(typed), JSON.stringify(typed)).toBeNull()
})
