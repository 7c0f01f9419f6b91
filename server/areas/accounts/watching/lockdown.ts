import type { Tx } from '../../../db/store.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { makeLink } from '../../mail/index.ts'
import { revokeTokensOf } from '../access-tokens/index.ts'
import { takeHeld } from '../addresses/take-held.ts'
import { tellPerson } from '../addresses/tell.ts'
import { endSessionsOf } from '../sessions.ts'
import { dropSince } from './drop-since.ts'
import { forgetBrowsersOf } from './known-browsers.ts'

/**
 * Locks an account whose sign-in was not its person's: every session, half sign-in, trusted device and known browser ends, access tokens
 * are revoked, links in earlier mails are good no more, what could open the account and was added since is gone, and nobody signs in before
 * a new password, in whatever way. Call it with the account held.
 *
 * @param since when that sign-in was, in milliseconds since 1970.
 * @returns the token that sets the new password, for who asked.
 */
export async function lockDown(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  since: number,
): Promise<string> {
  await endSessionsOf(tx, accountId)
  await forgetBrowsersOf(tx, accountId)
  const revokedTokens = await revokeTokensOf(tx, ctx, accountId)
  const dropped = await dropSince(tx, accountId, { since, now: ctx.clock.now() })
  await tx.deleteFrom('mail_tokens').where('account_id', '=', accountId).execute()
  await tx
    .updateTable('sign_in_notices')
    .set({ answered_at: ctx.clock.now(), answer: 'locked' })
    .where('account_id', '=', accountId)
    .where('answered_at', 'is', null)
    .execute()
  await tx.updateTable('accounts').set({ password_due: 1 }).where('id', '=', accountId).execute()
  await record(tx, ctx, {
    ...{ act: 'account.locked_down', accountId, target: accountId, security: true },
    details: { revokedTokens, ...dropped },
  })
  await tellPerson(tx, ctx, accountId, { kind: 'account_locked', path: '/forgot-password' })
  ctx.store.announce(tx, { kind: 'account', id: accountId })
  return makeLink(tx, ctx, { purpose: 'password_reset', accountId })
}

/** The same by the link of the mail; it is used up, of many at once by one. @throws linkInvalid, tooManyRequests */
export async function lockDownByLink(ctx: RequestContext, token: string): Promise<string> {
  await countTry(ctx, [{ name: 'link-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
  return ctx.store.transaction(async (tx) => {
    const { accountId, createdAt } = await takeHeld(tx, ctx, { purpose: 'lockdown', token })
    // The link was made with the sign-in.
    return lockDown(tx, ctx, accountId, createdAt)
  })
}
