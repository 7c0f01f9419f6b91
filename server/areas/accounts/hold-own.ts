import type { Tx } from '../../db/store.ts'
import type { SignedIn } from '../../http/context.ts'
import { sessionRequired } from '../../http/errors.ts'
import { holdAccount } from './hold-account.ts'

/**
 * Holds the person's own account to the end of the transaction, and looks whether the session that asks is still there: whoever comes
 * second waits for the account, and may have been signed out meanwhile. Of sessions that end each other at once, one goes on; and a session
 * that is ended while it asks for a new credential gets none.
 *
 * @throws sessionRequired
 */
export async function holdOwn(
  tx: Tx,
  { session: { accountId, sessionDigest } }: { session: SignedIn },
): Promise<void> {
  const held = await holdAccount(tx, accountId)
  const own = tx.selectFrom('sessions').select('id').where('digest', '=', sessionDigest)
  if (!held || !(await own.executeTakeFirst())) throw sessionRequired()
}
