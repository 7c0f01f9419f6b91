import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { reasonOf, sessionRequired } from '../../http/errors.ts'
import { countTry, forgetTries, giveTryBack } from '../../http/limits.ts'
import { record, refused } from '../audit/index.ts'
import { wrongPassword } from './errors.ts'
import { confirmationMethodRefused } from './factors/errors.ts'
import { methodOf, type TypedProof } from './factors/methods.ts'
import { forgetSecondTries, isRefusal, lookAtSecond, refusalOf } from './factors/prove.ts'
import { expectPasskeysOn, lookAtPasskey } from './passkeys/prove.ts'
import { normalizePassword, type PasswordHasher, passwordLimit } from './passwords/index.ts'
import { setSessionCookie } from './session-cookie.ts'
import { renewSession, sessionLimits } from './sessions.ts'

type Asked = RequestContext & { session: SignedIn }
/** What a confirmation is called in the logs. */
export const confirmedAct = 'account.confirmed'

/**
 * Proves the person again: bound to this session, made on the server, with a new session token (rules 8, 12, 13). With the strongest
 * factor enrolled: who has a second one cannot confirm with the password, which is not even looked at then. A passkey does for whoever
 * has one.
 *
 * @throws confirmationMethodRefused, wrongPassword, wrongCode, wrongRecoveryCode, what `lookAtPasskey` throws, tooManyRequests, busy; sessionRequired where another
 * tab renewed the session first.
 */
export async function confirm(
  ctx: Asked,
  hasher: PasswordHasher,
  typed: TypedProof,
): Promise<{ confirmedUntil: number }> {
  const { accountId, sessionId, methods } = ctx.session
  if (typed.passkey) await expectPasskeysOn(ctx)
  if (!methods.includes(methodOf(typed))) throw confirmationMethodRefused(methods)
  if (typed.password !== undefined) return confirmByPassword(ctx, hasher, typed.password)
  if (typed.passkey) {
    const bound = { purpose: 'confirm', accountId, boundTo: sessionId } as const
    return renewConfirmed(ctx, (await lookAtPasskey(ctx, bound, typed.passkey, confirmedAct)).use)
  }
  return confirmBySecond(ctx, hasher, typed)
}

async function confirmByPassword(ctx: Asked, hasher: PasswordHasher, typed: string) {
  const { accountId } = ctx.session
  const limit = passwordLimit(accountId, await hasher.lockout())
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
    const details = { reason: 'wrong_password' }
    await refused(ctx, { act: confirmedAct, accountId, security: true, details })
    throw wrongPassword()
  }
  const done = await renewConfirmed(ctx, async () => {})
  await forgetTries(ctx, limit)
  return done
}

async function confirmBySecond(ctx: Asked, hasher: PasswordHasher, { code, recoveryCode }: TypedProof) {
  const { accountId } = ctx.session
  const typed = code === undefined ? { recoveryCode: recoveryCode ?? '' } : { code }
  try {
    const proven = await lookAtSecond(ctx, hasher, accountId, typed)
    if (!proven) throw refusalOf(typed)
    const done = await renewConfirmed(ctx, proven.use)
    await forgetSecondTries(ctx, accountId)
    return done
  } catch (error) {
    if (isRefusal(error))
      await refused(ctx, { act: confirmedAct, accountId, security: true, details: reasonOf(error) })
    throw error
  }
}

/**
 * The proof did: uses it up and renews the session, in one transaction.
 *
 * @throws sessionRequired where another tab renewed the session first; what `use` throws
 */
export async function renewConfirmed(
  ctx: Asked,
  use: (tx: Tx) => Promise<void>,
): Promise<{ confirmedUntil: number }> {
  const { accountId, sessionDigest } = ctx.session
  const renewed = await ctx.store.transaction(async (tx) => {
    await use(tx)
    const done = await renewSession(tx, ctx, sessionDigest, { provenAnew: true })
    if (!done) throw sessionRequired()
    await record(tx, ctx, { act: confirmedAct, accountId, security: true })
    return done
  })
  setSessionCookie(ctx, renewed.token, sessionLimits.absoluteMs)
  return { confirmedUntil: renewed.confirmedUntil as number }
}
