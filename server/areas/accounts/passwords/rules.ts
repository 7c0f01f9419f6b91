import { passwordGuessable, passwordTooCommon, passwordTooLong, passwordTooShort } from '../errors.ts'
import { isCommonPassword } from './common.ts'

const maxLength = 1024
const productName = 'portico'

/** Normalises a password once (NFC, rule 2). It is never trimmed, folded or cut. */
export function normalizePassword(typed: string): string {
  return typed.normalize('NFC')
}

/**
 * Checks a new password (rules 1–3) and returns it as it is to be hashed.
 *
 * @param rules `minLength` in code points, from the operator's settings; `field`: where the caller's body has it.
 * @throws passwordTooShort, passwordTooLong, passwordTooCommon or passwordGuessable
 */
export function checkNewPassword(
  typed: string,
  rules: { minLength: number; username: string; email: string; field?: 'password' | 'newPassword' },
): string {
  const { minLength, username, email, field = 'password' } = rules
  const password = normalizePassword(typed)
  const length = [...password].length
  if (length < minLength) throw passwordTooShort(minLength, field)
  if (length > maxLength) throw passwordTooLong(maxLength, field)
  const folded = password.toLowerCase()
  if (isCommonPassword(folded) || isMonotonous(folded)) throw passwordTooCommon(field)
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
  if (isMadeOf(folded, [email, username, local, productName])) throw passwordGuessable(field)
  return password
}

/** One short piece over and over, such as `abcabcabcabcabc`, or a common password written twice; also `abcdefghijklmnop`. */
function isMonotonous(folded: string): boolean {
  const points = [...folded]
  const period = periodOf(points)
  if (period <= 4 || (period < points.length && isCommonPassword(points.slice(0, period).join(''))))
    return true
  const steps = points.slice(1).map((one, i) => (one.codePointAt(0) ?? 0) - (points[i]?.codePointAt(0) ?? 0))
  return steps.every((step) => step === 1) || steps.every((step) => step === -1)
}

function periodOf(points: readonly string[]): number {
  for (let period = 1; period < points.length; period += 1) {
    if (points.every((one, i) => i < period || one === points[i - period])) return period
  }
  return points.length
}

/** Whether taking these words, digits and punctuation away leaves next to nothing. */
function isMadeOf(folded: string, words: readonly string[]): boolean {
  const known = words.map((word) => word.normalize('NFC').toLowerCase()).filter((word) => word.length > 0)
  if (known.includes(folded)) return true
  let rest = folded
  for (const word of known) if (word.length >= 3) rest = rest.replaceAll(word, '')
  return rest.length < folded.length && [...rest.replaceAll(/[^\p{L}]/gu, '')].length < 4
}
