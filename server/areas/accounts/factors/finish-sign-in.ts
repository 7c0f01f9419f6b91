import type { PasskeyAssertion } from '../../../../contract/passkey-proof.ts'
import type { RequestContext } from '../../../http/context.ts'
import { invalidRequest, reasonOf } from '../../../http/errors.ts'
import { digestOf } from '../../../lib/secret.ts'
import { refused } from '../../audit/index.ts'
import { accountDisabled } from '../errors.ts'
import { holdAccount } from '../hold-account.ts'
import { lookAtPasskey } from '../passkeys/prove.ts'
import type { PasswordHasher } from '../passwords/index.ts'
import {
  clearChallengeCookie,
  readChallengeCookie,
  setDeviceCookie,
  setSessionCookie,
} from '../session-cookie.ts'
import { type SessionMethod, sessionLimits, startSession } from '../sessions.ts'
import { expectNoPasswordDue } from '../watching/password-due.ts'
import { trustDevice, trustMs } from './devices.ts'
import { markSignedIn } from './enter.ts'
import { signInOver } from './errors.ts'
import { methodOf } from './methods.ts'
import { forgetSecondTries, isRefusal, lookAtSecond, type Proven, refusalOf } from './prove.ts'

const act = 'account.second_factor'
/** Wrong proofs that one half sign-in survives. */
export const triesOfChallenge = 5

export type SecondStep = {
  code?: string | undefined
  recoveryCode?: string | undefined
  passkey?: PasskeyAssertion | undefined
  trustDevice?: boolean | undefined
}

/** Counts a try of a half sign-in, in one statement. @returns whose it is, or null where it is over. */
async function countTryOf(ctx: RequestContext, digest: string): Promise<string | null> {
  const row = await ctx.store.db
    .updateTable('sign_in_challenges')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('digest', '=', digest)
    .where('expires_at', '>', ctx.clock.now())
    .where('tries', '<', triesOfChallenge)
    .returning('account_id')
    .executeTakeFirst()
  return row?.account_id ?? null
}

/**
 * The second step of signing in. Tries are counted for the half sign-in and for the account before the code is looked at (rule 18; a
 * passkey goes by the account's lock); proof and half sign-in are used up together, so that of many at once one begins a session.
 *
 * @throws signInOver, wrongCode, wrongRecoveryCode, what `lookAtPasskey` throws, accountDisabled, tooManyRequests, busy
 */
export async function finishSignIn(
  ctx: RequestContext,
  hasher: PasswordHasher,
  input: SecondStep,
): Promise<{ accountId: string; confirmedUntil: number | null }> {
  const { trustDevice: trust = false, ...typed } = input
  const method = methodOf(typed)
  const byRecovery = method === 'recovery_code'
  // Such a device would sign in afterwards as if by the authenticator (rule 13).
  if (byRecovery && trust)
    throw invalidRequest([
      { path: 'trustDevice', message: 'A recovery code does not make a device trusted.' },
    ])
  const token = readChallengeCookie(ctx)
  const digest = token === null ? '' : digestOf(token)
  const accountId = token === null ? null : await countTryOf(ctx, digest)
  if (accountId === null) throw signInOver()
  try {
    const proven = await lookAt(ctx, hasher, { accountId, digest }, typed)
    const done = await ctx.store.transaction(async (tx) => {
      if (!(await holdAccount(tx, accountId))) throw accountDisabled()
      const ended = await tx
        .deleteFrom('sign_in_challenges')
        .where('digest', '=', digest)
        .returning('first_factor')
        .executeTakeFirst()
      if (!ended) throw signInOver()
      await expectNoPasswordDue(tx, accountId)
      await proven.use(tx)
      const firstFactor = ended.first_factor as SessionMethod
      const started = await startSession(tx, ctx, accountId, { method: firstFactor, byRecovery })
      await markSignedIn(tx, ctx, accountId, { method: firstFactor, secondFactor: method })
      return { ...started, device: trust ? await trustDevice(tx, ctx, accountId) : null }
    })
    await forgetSecondTries(ctx, accountId)
    clearChallengeCookie(ctx)
    setSessionCookie(ctx, done.token, sessionLimits.absoluteMs)
    if (done.device !== null) setDeviceCookie(ctx, accountId, done.device, trustMs)
    return { accountId, confirmedUntil: done.confirmedUntil }
  } catch (error) {
    if (isRefusal(error)) await refused(ctx, { act, accountId, security: true, details: reasonOf(error) })
    throw error
  }
}

async function lookAt(
  ctx: RequestContext,
  hasher: PasswordHasher,
  { accountId, digest }: { accountId: string; digest: string },
  { code, recoveryCode, passkey }: SecondStep,
): Promise<Proven> {
  if (passkey) {
    const bound = { purpose: 'second_factor', accountId, boundTo: digest } as const
    return lookAtPasskey(ctx, bound, passkey, act)
  }
  const typed = code === undefined ? { recoveryCode: recoveryCode ?? '' } : { code }
  const proven = await lookAtSecond(ctx, hasher, accountId, typed)
  if (!proven) throw refusalOf(typed)
  return proven
}
