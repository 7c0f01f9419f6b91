import type { Limit } from '../../../http/limits.ts'
import type { SettingsStore } from '../../settings/index.ts'

/** After how many wrong passwords an account takes none, and in how many seconds they are counted. */
export type Lockout = { tries: number; seconds: number }
export const standardLockout: Lockout = { tries: 20, seconds: 900 }

/** As the operator has decided. */
export async function lockoutOf(settings: SettingsStore): Promise<Lockout> {
  const { lockoutTries, lockoutMinutes } = await settings.current()
  return { tries: lockoutTries, seconds: lockoutMinutes * 60 }
}

/** Tries of the password of one account, over sign-in, confirmation and every form that asks for it (rule 34). */
export function passwordLimit(key: string, { tries, seconds }: Lockout): Limit {
  return { name: 'password', key, tries, seconds }
}
