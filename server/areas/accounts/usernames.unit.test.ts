import { describe, expect, test } from 'vitest'
import { checkUsername } from './usernames.ts'

const refusal = (typed: string): string => {
  try {
    checkUsername(typed)
  } catch (error) {
    return (error as { detail: string }).detail
  }
  return 'accepted'
}

describe('usernames', () => {
  test('are shown as typed and compared in lower case', () => {
    expect(checkUsername(' Ada.Lovelace_1-2 ')).toEqual({
      username: 'Ada.Lovelace_1-2',
      key: 'ada.lovelace_1-2',
    })
    expect(checkUsername('abc').key).toBe('abc')
    expect(checkUsername('a'.repeat(40)).key).toHaveLength(40)
  })

  test('characters that could be confused are refused, and named', () => {
    expect(refusal('аdmin')).toContain('“а” (U+0430)')
    expect(refusal('ada\u200b')).toContain('U+200B')
    expect(refusal('a\u0000b')).toContain('U+0000')
    expect(refusal('ada lovelace')).toContain('the space')
    expect(refusal('ａｄａ')).toContain('U+FF41')
    // The sign of a kelvin becomes a "k" in lower case.
    expect(refusal('\u212aelvin')).toContain('U+212A')
    expect(refusal('ada@example.com')).toContain('“@”')
  })

  test('have 3 to 40 characters and begin and end with a letter or digit', () => {
    for (const name of ['ab', 'a'.repeat(41), '']) expect(refusal(name)).toContain('3 to 40')
    for (const name of ['.ada', 'ada-', '_ada_', '---']) expect(refusal(name)).toContain('Begin and end')
  })

  test('do not pass for the installation itself', () => {
    for (const name of ['admin', 'Root', 'SUPPORT', 'portico', 'api', 'system'])
      expect(refusal(name)).toContain('kept')
    expect(refusal('admin2')).toBe('accepted')
  })
})
