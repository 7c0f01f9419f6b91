import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'

/**
 * Takes a deletion back that nobody has begun with. What was begun goes on: an account is never half there.
 *
 * @returns `back`; `none` where there was none; `going` where it is too late.
 */
export async function takeDeletionBack(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
): Promise<'back' | 'none' | 'going'> {
  const back = await tx
    .deleteFrom('account_deletions')
    .where('account_id', '=', accountId)
    .where('due_at', '>', clock.now())
    .where('lease', 'is', null)
    .returning('account_id')
    .executeTakeFirst()
  if (back) return 'back'
  const going = tx.selectFrom('account_deletions').select('due_at').where('account_id', '=', accountId)
  return (await going.executeTakeFirst()) ? 'going' : 'none'
}
