import { browserName } from '../../../../contract/browser-name.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { newId } from '../../../lib/id.ts'
import { record } from '../../audit/index.ts'
import { localeOf, makeLink } from '../../mail/index.ts'
import { findPerson } from '../accounts.ts'
import { tellAddress } from '../addresses/tell.ts'

/** Mails of one hour: whoever signs in again and again without keeping cookies does not fill a mailbox (rule 34). */
const mailsPerHour = 10

/**
 * A sign-in from a browser that was not known (rule 11): the person is told by mail, with a link that locks the account, and asked on the
 * pages. In the transaction of the sign-in, whichever way it came.
 */
export async function noticeSignIn(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  browser: string,
): Promise<void> {
  const now = ctx.clock.now()
  const id = newId('new', now)
  await tx
    .insertInto('sign_in_notices')
    .values({
      ...{ id, account_id: accountId, browser, ip: ctx.ip, user_agent: ctx.userAgent },
      ...{ created_at: now, answered_at: null, answer: null },
    })
    .execute()
  await record(tx, ctx, { act: 'account.new_device', accountId, target: id, security: true })
  const { n } = await tx
    .selectFrom('sign_in_notices')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .where('created_at', '>', now - 3_600_000)
    .executeTakeFirstOrThrow()
  if (Number(n) > mailsPerHour) return
  const person = await findPerson(tx, accountId)
  if (!person?.email || person.email_verified_at === null) return
  const locale = localeOf(ctx, person.locale)
  const token = await makeLink(tx, ctx, { purpose: 'lockdown', accountId, subject: id })
  await tellAddress(tx, ctx, {
    ...{ kind: 'new_device', to: person.email, accountId, person },
    params: {
      device: ctx.userAgent === null ? '\u2014' : browserName(ctx.userAgent),
      address: ctx.ip,
      time: inWords(now, locale, person.time_zone),
    },
    path: `/not-me#${token}`,
  })
}

/** With the zone, since a mail is read anywhere. */
export function inWords(ms: number, locale: 'en' | 'zh', timeZone: string | null): string {
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    ...{ dateStyle: 'long', timeStyle: 'long' },
    timeZone: timeZone ?? 'UTC',
  }).format(ms)
}
