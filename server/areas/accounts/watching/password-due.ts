import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { makeLink } from '../../mail/index.ts'
import { withinLimit } from '../addresses/limits.ts'
import { tellPerson } from '../addresses/tell.ts'
import { passwordChangeRequired } from '../errors.ts'
import { holdAccount } from '../hold-account.ts'

/** Nobody signs in, in whatever way, to an account that needs a new password first. @throws passwordChangeRequired */
export async function expectNoPasswordDue(tx: Tx, accountId: string): Promise<void> {
  const due = await tx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('password_due', '=', 1)
    .executeTakeFirst()
  if (due) throw passwordChangeRequired()
}

/** A new password is set. */
export async function passwordIsNew(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ password_due: 0 })
    .where('id', '=', accountId)
    .where('password_due', '=', 1)
    .execute()
}

/** So long a link that somebody may be about to use is left alone: there is one for an account (rule 7). */
const untouchedMs = 300_000

/** Writes the link for a new password to who has just proven to know the old one, as often as anybody may ask for one. */
export async function sendDueReset(ctx: RequestContext, accountId: string): Promise<void> {
  if (!(await withinLimit(ctx, { name: 'due-reset', key: accountId, tries: 5, seconds: 3600 }))) return
  await ctx.store.transaction(async (tx) => {
    if (!(await holdAccount(tx, accountId))) return
    const young = await tx
      .selectFrom('mail_tokens')
      .select('created_at')
      .where('account_id', '=', accountId)
      .where('purpose', '=', 'password_reset')
      .where('created_at', '>', ctx.clock.now() - untouchedMs)
      .executeTakeFirst()
    if (young) return
    const token = await makeLink(tx, ctx, { purpose: 'password_reset', accountId })
    await tellPerson(tx, ctx, accountId, { kind: 'password_reset', path: `/reset-password#${token}` })
  })
}
