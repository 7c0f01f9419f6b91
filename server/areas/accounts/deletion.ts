import type { Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../http/context.ts'
import { record } from '../audit/index.ts'

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

/** Wakes an account that sleeps before its deletion: it is as it was, signed out. @returns whether it slept. */
export async function wake(tx: Tx, ctx: RequestContext, accountId: string): Promise<boolean> {
  if ((await takeDeletionBack(tx, ctx, accountId)) !== 'back') return false
  await tx.updateTable('accounts').set({ disabled_at: null }).where('id', '=', accountId).execute()
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  await record(tx, ctx, { act: 'account.deletion_undone', accountId, target: accountId, security: true })
  return true
}
