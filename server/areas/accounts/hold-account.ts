import type { Tx } from '../../db/store.ts'

/**
 * Holds an account to the end of the transaction, before anything else of it is touched: signing in, and every change of what proves the
 * person, go one after the other. Otherwise a sign-in that has read the old password or no second factor could begin a session just after
 * all others were ended (rule 10).
 *
 * @returns false where the account is disabled or gone.
 */
export async function holdAccount(tx: Tx, accountId: string): Promise<boolean> {
  const held = await tx
    .updateTable('accounts')
    .set((eb) => ({ last_sign_in_at: eb.ref('last_sign_in_at') }))
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return held !== undefined
}
