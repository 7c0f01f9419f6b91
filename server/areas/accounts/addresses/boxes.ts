import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'

/**
 * Every mailbox that has a say in an account: its proven addresses, the primary one first, and those that were replaced or removed and can
 * still undo it. What cannot be taken back later is told to all of them: whoever has the password may have made an address of theirs the primary one.
 */
export async function boxesOf(tx: Tx, ctx: RequestContext, accountId: string): Promise<string[]> {
  const proven = await tx
    .selectFrom('emails')
    .select('address')
    .where('account_id', '=', accountId)
    .where('verified_at', 'is not', null)
    .orderBy('is_primary', 'desc')
    .orderBy('id')
    .execute()
  const undo = await tx
    .selectFrom('mail_tokens')
    .select('subject')
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'email_undo')
    .where('expires_at', '>', ctx.clock.now())
    .execute()
  const before = undo.map(({ subject }) => subject.split('\n')[0] ?? '')
  return [...new Set([...proven.map(({ address }) => address), ...before])]
}
