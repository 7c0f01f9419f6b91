import { describe, expect, test } from 'vitest'
import { checkNewPassword } from './rules.ts'

const check = (password: string, minLength = 15): string => {
  try {
    checkNewPassword(password, { minLength, username: 'Ada.Lovelace', email: 'countess@example.com' })
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'accepted'
}

describe('new passwords', () => {
  test('rule 1: at least as many characters as the operator says, counted in code points; no composition rules', () => {
    expect(check('quiet harbours')).toBe('password_too_short')
    expect(check('quiet harbours!')).toBe('accepted')
    expect(check('七つの海を越えて風は吹く夜に星')).toBe('accepted')
    // Fourteen people are 28 UTF-16 units, and still fourteen characters.
    expect(check('🧑🐙🌋🎻🧭🪐🦉🍋🧵🚲🎲🪁🐚🍄')).toBe('password_too_short')
    expect(check('tgbnhyujm', 8)).toBe('accepted')
    expect(check('tgbnhyu', 8)).toBe('password_too_short')
  })

  test('rule 1: 64 characters and many more are allowed, to a limit that says so', () => {
    const long = Array.from({ length: 1024 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * i) % 5000))).join(
      '',
    )
    expect(check(long)).toBe('accepted')
    expect(check(`${long}x`)).toBe('password_too_long')
  })

  test('rule 2: normalised once, never trimmed or folded', () => {
    const rules = { minLength: 15, username: 'ada', email: 'ada@example.com' }
    expect(checkNewPassword('  Cafe\u0301 Nero in Porto ', rules)).toBe('  Caf\u00e9 Nero in Porto ')
  })

  test('rule 3: the list of common passwords, whatever the case, also written twice', () => {
    for (const password of ['password', 'PassWord', '12345678', 'qwertyui', 'iloveyou', 'baseball'])
      expect(check(password, 8), password).toBe('password_too_common')
    for (const password of [
      'passwordpassword',
      'aaaaaaaaaaaaaaaa',
      'abcabcabcabcabcabc',
      '1234567890123456',
      'abcdefghijklmnop',
    ])
      expect(check(password), password).toBe('password_too_common')
  })

  test("rule 3: the username, the address and the product's name, dressed up or not", () => {
    const guesses = [
      'ada.lovelace',
      'Ada.Lovelace-2026',
      'countess@example.com',
      'countess12345678',
      'Portico-portico-1',
      'portico 2026 !!!',
    ]
    for (const password of guesses) expect(check(password, 8), password).toBe('password_guessable')
    expect(check('my portico faces the sea')).toBe('accepted')
    expect(check('ada.lovelace knew numbers')).toBe('accepted')
  })
})
