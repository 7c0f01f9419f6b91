import type { SettingsStore } from '../../settings/index.ts'
import { leakCheckDown, passwordLeaked } from '../errors.ts'
import type { LeakCheck } from './leaks.ts'
import { checkNewPassword } from './rules.ts'

export type NewPasswordServices = { settings: SettingsStore; leaks: LeakCheck }

/**
 * Every new password of anybody: the rules (1 to 3), and the list of leaked ones where the operator has it asked. While that list is down,
 * `when_reachable` lets a password pass and `always` refuses it.
 *
 * @param who.field where the caller's body has it.
 * @returns it as it is to be hashed.
 * @throws what `checkNewPassword` throws; passwordLeaked, leakCheckDown
 */
export async function acceptNewPassword(
  { settings, leaks }: NewPasswordServices,
  typed: string,
  who: { username: string; email: string; field?: 'password' | 'newPassword' },
): Promise<string> {
  const { passwordMinLength: minLength, breachCheck } = await settings.current()
  const password = checkNewPassword(typed, { ...who, minLength })
  if (breachCheck === 'off') return password
  const found = await leaks(password)
  if (found === 'leaked') throw passwordLeaked(who.field ?? 'password')
  if (found === 'unknown' && breachCheck === 'always') throw leakCheckDown()
  return password
}
