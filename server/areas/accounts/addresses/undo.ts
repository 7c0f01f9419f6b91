import { isUniqueViolation } from '../../../db/sql.ts'
import type { Tx } from '../../../db/store.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { newId } from '../../../lib/id.ts'
import { record } from '../../audit/index.ts'
import { linkLives, makeLink } from '../../mail/index.ts'
import { revokeTokensOf } from '../access-tokens/index.ts'
import { findPerson, type Person } from '../accounts.ts'
import { checkEmail } from '../emails.ts'
import { emailTaken } from '../errors.ts'
import { endSessionsOf } from '../sessions.ts'
import { dropCredentialsSince } from '../watching/drop-since.ts'
import { forgetBrowsersOf } from '../watching/known-browsers.ts'
import { holdEmails } from './own-emails.ts'
import { takeHeld } from './take-held.ts'
import { tellAddress } from './tell.ts'

/**
 * Puts an address back by the link that its box was sent: it is the primary one again and proven. What was added in the week before the
 * change or since goes, and so does what else could open the account since; every session and access token ends, and nobody signs in before
 * a new password, for which the box gets a link: who made the change knew the old one.
 *
 * @throws linkInvalid, emailTaken, tooManyRequests
 */
export async function undoEmail(ctx: RequestContext, token: string): Promise<{ email: string }> {
  await countTry(ctx, [{ name: 'link-address', key: addressBucket(ctx.ip), tries: 300, seconds: 3600 }])
  try {
    return await ctx.store.transaction(async (tx) => {
      const link = await takeHeld(tx, ctx, { purpose: 'email_undo', token })
      const { accountId } = link
      const { address, key } = checkEmail(link.subject.split('\n')[0] ?? '')
      const mine = await holdEmails(tx, accountId)
      const since = Math.min(link.createdAt, ...(await olderLinks(tx, accountId, address)))
      const now = ctx.clock.now()
      const all = () => tx.updateTable('emails').where('account_id', '=', accountId)
      await all().set({ is_primary: 0 }).execute()
      const own = mine.find((row) => row.address_key === key)
      const good = { is_primary: 1, verified_at: own?.verified_at ?? now }
      if (own) await all().set(good).where('id', '=', own.id).execute()
      else {
        const row = {
          id: newId('eml', now),
          account_id: accountId,
          address,
          address_key: key,
          created_at: now,
        }
        await tx
          .insertInto('emails')
          .values({ ...row, ...good })
          .execute()
      }
      await tx
        .deleteFrom('emails')
        .where('account_id', '=', accountId)
        .where('address_key', '!=', key)
        .where('created_at', '>', since - linkLives.email_undo)
        .execute()
      // Whoever was given the account by this change cannot take it back with a link of a later one.
      await tx
        .deleteFrom('mail_tokens')
        .where('account_id', '=', accountId)
        .where('created_at', '>=', since)
        .execute()
      // What else could open the account and came with the change or after it; and the password is known to who made it.
      await dropCredentialsSince(tx, accountId, { since, now })
      await tx.updateTable('accounts').set({ password_due: 1 }).where('id', '=', accountId).execute()
      await endSessionsOf(tx, accountId)
      await forgetBrowsersOf(tx, accountId)
      await revokeTokensOf(tx, ctx, accountId)
      const act = 'account.email_change_undone'
      await record(tx, ctx, { act, accountId, target: accountId, security: true })
      const person = (await findPerson(tx, accountId)) as Person
      const path = `/reset-password#${await makeLink(tx, ctx, { purpose: 'password_reset', accountId })}`
      await tellAddress(tx, ctx, { kind: 'address_restored', to: address, accountId, person, path })
      ctx.store.announce(tx, { kind: 'account', id: accountId })
      return { email: address }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw emailTaken()
    throw error
  }
}

/** When this box was first told of a change that it can still undo: what came after it goes back as well. */
async function olderLinks(tx: Tx, accountId: string, address: string): Promise<number[]> {
  const links = await tx
    .selectFrom('mail_tokens')
    .select(['subject', 'created_at'])
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'email_undo')
    .execute()
  return links.filter(({ subject }) => subject.startsWith(`${address}\n`)).map(({ created_at }) => created_at)
}
