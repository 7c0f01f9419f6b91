import type { RequestContext, SignedIn } from '../../http/context.ts'
import { sessionRequired } from '../../http/errors.ts'
import { countTry, forgetTries, giveTryBack } from '../../http/limits.ts'
import { record, refused } from '../audit/index.ts'
import { wrongPassword } from './errors.ts'
import { normalizePassword, type PasswordHasher } from './passwords/index.ts'
import { setSessionCookie } from './session-cookie.ts'
import { renewSession, sessionLimits } from './sessions.ts'
import { passwordLimit } from './sign-in.ts'

/**
 * Proves the person again: bound to this session, made on the server, with a new session token (rules 8, 12, 13).
 *
 * @throws wrongPassword, tooManyRequests, busy; sessionRequired where another tab renewed the session first.
 */
export async function confirm(
  ctx: RequestContext & { session: SignedIn },
  hasher: PasswordHasher,
  typed: string,
): Promise<{ confirmedUntil: number }> {
  const { accountId, sessionDigest } = ctx.session
  const limit = passwordLimit(accountId)
  await countTry(ctx, [limit])
  const stored = await ctx.store.db
    .selectFrom('passwords')
    .select('hash')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  const good = await hasher
    .verify(normalizePassword(typed), stored?.hash ?? null)
    .catch(async (error: unknown) => {
      // Nobody looked at the password, so it was no try.
      await giveTryBack(ctx, limit)
      throw error
    })
  if (!good) {
    await refused(ctx, { act: 'account.confirmed', accountId, security: true })
    throw wrongPassword()
  }
  const renewed = await ctx.store.transaction(async (tx) => {
    const done = await renewSession(tx, ctx, sessionDigest)
    if (done) await record(tx, ctx, { act: 'account.confirmed', accountId, security: true })
    return done
  })
  if (!renewed) throw sessionRequired()
  await forgetTries(ctx, limit)
  setSessionCookie(ctx, renewed.token, sessionLimits.absoluteMs)
  return { confirmedUntil: renewed.confirmedUntil }
}
