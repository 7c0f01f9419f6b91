import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { record } from '../../audit/index.ts'
import { askMail, localeOf, makeLink, type Prepare, queueMail, takeAsked } from '../../mail/index.ts'
import { checkEmail, readEmail } from '../emails.ts'
import { passwordsSignIn } from '../passwords/signs-in.ts'
import { withinLimit } from './limits.ts'

/**
 * Writes down that somebody wants a new password for an address. The address is not looked up here, so nothing can tell whether it is known
 * (rule 33): the mailer does it after the reply. Above its own limit a mailbox gets no more, and the answer stays the same.
 *
 * @throws invalidEmail, tooManyRequests for one client
 */
export async function forgotPassword(ctx: RequestContext, typed: string): Promise<void> {
  const email = checkEmail(typed)
  await countTry(ctx, [{ name: 'reset-address', key: addressBucket(ctx.ip), tries: 60, seconds: 3600 }])
  if (!(await withinLimit(ctx, { name: 'reset-recipient', key: email.key, tries: 5, seconds: 3600 }))) return
  await ctx.store.transaction((tx) =>
    askMail(tx, ctx, { to: email.address, kind: 'password_reset', locale: localeOf(ctx, null) }),
  )
}

/** Who has proven the address, and is not disabled, gets a link; everybody else nothing. */
export const prepareReset: Prepare = async (deps, { id, to, asked }) => {
  await deps.store.transaction(async (tx) => {
    if (!(await takeAsked(tx, id))) return
    const account = await tx
      .selectFrom('emails')
      .innerJoin('accounts', 'accounts.id', 'emails.account_id')
      .select(['accounts.id', 'accounts.username', 'accounts.locale', 'emails.address'])
      .where('emails.address_key', '=', readEmail(to)?.key ?? '')
      .where('emails.verified_at', 'is not', null)
      .where('accounts.disabled_at', 'is', null)
      // Where passwords do not sign in, only whoever must choose one before anything else does.
      .where((eb) => eb.or([passwordsSignIn(deps.config), eb('accounts.password_due', '=', 1)]))
      .executeTakeFirst()
    if (!account) return
    const token = await makeLink(tx, deps, { purpose: 'password_reset', accountId: account.id })
    await queueMail(tx, deps, {
      ...{ to: account.address, accountId: account.id, kind: 'password_reset' },
      locale: account.locale === 'zh' || account.locale === 'en' ? account.locale : asked.locale,
      params: { username: account.username },
      path: `/reset-password#${token}`,
    })
    const { requestId, ip, userAgent } = asked
    const actor = { clock: deps.clock, requestId, ip, userAgent }
    await record(tx, actor, {
      act: 'account.reset_asked',
      accountId: account.id,
      target: account.id,
      security: true,
    })
  })
}
