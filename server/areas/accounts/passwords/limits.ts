import type { Limit } from '../../../http/limits.ts'

/** Tries of the password of one account, over sign-in, confirmation and every form that asks for it (rule 34). */
export function passwordLimit(key: string): Limit {
  return { name: 'password', key, tries: 20, seconds: 900 }
}
