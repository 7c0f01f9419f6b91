import type { ProofMethod } from '../../../../contract/auth.ts'
import type { Tx } from '../../../db/store.ts'
import type { RequestContext } from '../../../http/context.ts'
import { digestOf, randomText } from '../../../lib/secret.ts'
import { record } from '../../audit/index.ts'
import { readChallengeCookie, setChallengeCookie, setSessionCookie } from '../session-cookie.ts'
import { type SessionMethod, sessionLimits, startSession } from '../sessions.ts'
import { expectNoPasswordDue } from '../watching/password-due.ts'
import { admitTrustedDevice } from './devices.ts'
import { findEnrolled, secondMethods } from './methods.ts'

/** How long the second step may take. */
export const challengeMs = 600_000

/** What came of a first factor: a session, or a half sign-in that awaits the second. The token is for the cookie. */
export type Entered = { token: string } & (
  | { next: 'session'; confirmedUntil: number | null }
  | { next: 'second_factor'; methods: ProofMethod[] }
)

/** What a sign-in leaves in the person's security log. */
type SignedInBy = { method: SessionMethod; secondFactor?: ProofMethod | 'trusted_device' }

/**
 * The one door behind a first factor that was right (rule 21): password, passkey or linked identity. Where a second factor is
 * enrolled there is no session yet, only a half sign-in in a cookie of its own, good for `finishSignIn` and nothing else. A browser that
 * the person trusts needs no second step; since less was proven then, such a session holds no confirmation (rule 13).
 *
 * Whoever needs a new password first gets in by none of them (`passwordChangeRequired`).
 *
 * @param target The passkey that proved it; null of everything else.
 *
 * Call it with the account held (`holdAccount`), and hand the cookie over with `handOver` once the transaction is committed.
 */
export async function enter(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  firstFactor: SessionMethod,
  target: string | null = null,
): Promise<Entered> {
  await expectNoPasswordDue(tx, accountId)
  // Rule 21: with the user verified a passkey is whole by itself.
  const methods =
    firstFactor === 'passkey' ? [] : secondMethods(await findEnrolled(tx, ctx.config, accountId))
  const trusted = methods.length > 0 && (await admitTrustedDevice(tx, ctx, accountId))
  if (methods.length === 0 || trusted) {
    const secondFactor = trusted ? { secondFactor: 'trusted_device' as const } : {}
    await markSignedIn(tx, ctx, accountId, { method: firstFactor, ...secondFactor }, target)
    const started = await startSession(tx, ctx, accountId, { method: firstFactor, confirmed: !trusted })
    return { next: 'session', ...started }
  }
  const now = ctx.clock.now()
  const brought = readChallengeCookie(ctx)
  if (brought) await tx.deleteFrom('sign_in_challenges').where('digest', '=', digestOf(brought)).execute()
  const token = randomText(52)
  await tx
    .insertInto('sign_in_challenges')
    .values({
      ...{ digest: digestOf(token), account_id: accountId, first_factor: firstFactor },
      ...{ created_at: now, expires_at: now + challengeMs },
    })
    .execute()
  await record(tx, ctx, { act: 'account.second_factor_asked', accountId, security: true })
  return { next: 'second_factor', token, methods }
}

/** Notes a sign-in that is whole, and by what. */
export async function markSignedIn(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  details: SignedInBy,
  target: string | null = null,
): Promise<void> {
  const last_sign_in_at = ctx.clock.now()
  await tx.updateTable('accounts').set({ last_sign_in_at }).where('id', '=', accountId).execute()
  await record(tx, ctx, { act: 'account.signed_in', accountId, target, security: true, details })
}

/** Hands the browser what it has got. */
export function handOver(ctx: RequestContext, entered: Entered): void {
  if (entered.next === 'session') setSessionCookie(ctx, entered.token, sessionLimits.absoluteMs)
  else setChallengeCookie(ctx, entered.token, challengeMs)
}
