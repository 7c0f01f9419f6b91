import { type Expression, type SqlBool, sql } from 'kysely'
import { type TwoFactorRule, twoFactorRules } from '../../../contract/two-factor-rules.ts'
import type { Db } from '../../db/store.ts'

/** Switches that are off until the operator decides, and that no variable fixes: their row is all there is to know. */
type PlainSwitch = 'passkeys'

/** Whether a switch is on, for a statement that must know it in its own transaction. */
export function switchedOn(name: PlainSwitch): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from settings where name = ${name} and value = 'true')`
}

/** The same of one that is on until the operator decides. A variable that fixes it is the caller's to look at. */
export function switchedOff(name: 'passwordSignIn'): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from settings where name = ${name} and value = 'false')`
}

/** Of whom a second factor is required, read in the transaction of who asks. */
export async function decidedRule(db: Db): Promise<TwoFactorRule> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'requireTwoFactor')
    .executeTakeFirst()
  const decided: unknown = row ? JSON.parse(row.value) : 'off'
  return twoFactorRules.find((rule) => rule === decided) ?? 'off'
}
