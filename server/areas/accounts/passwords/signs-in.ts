import { type Expression, type SqlBool, sql } from 'kysely'
import type { Config } from '../../../config.ts'
import { type SettingsStore, switchedOff } from '../../settings/index.ts'
import { passwordSignInOff } from '../errors.ts'

/** Whether passwords sign in at all, for a statement that must know it in its own transaction. */
export function passwordsSignIn({ passwordSignIn }: Pick<Config, 'passwordSignIn'>): Expression<SqlBool> {
  if (passwordSignIn !== null) return sql<SqlBool>`${passwordSignIn ? 1 : 0} = 1`
  return sql<SqlBool>`not ${switchedOff('passwordSignIn')}`
}

/** The same for every name that is typed (rule 33), before anything is looked at. @throws passwordSignInOff */
export async function expectPasswordSignIn(settings: SettingsStore): Promise<void> {
  if (!(await settings.current()).passwordSignIn) throw passwordSignInOff()
}
