import type { Db, Tx } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
import type { SettingsStore } from '../settings/index.ts'
import { endTrustOf } from './factors/devices.ts'
import { confirmationMethods, enrolledOf } from './factors/methods.ts'
import { identityIsUsable } from './identities/usable.ts'
import { passkeyIsUsable } from './passkeys/relying-party.ts'
import { readSessionCookie } from './session-cookie.ts'
import { type SessionLengths, sessionLengths, sessionLives } from './session-lengths.ts'
import { meetBrowser } from './watching/known-browsers.ts'
import { noticeSignIn } from './watching/new-sign-in.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** How long things of a session last, kept on the server (rules 9 and 12); what the operator decides of it is in `session-lengths.ts`. */
export const sessionLimits = {
  /** The longest that the operator may decide: what a row and the browser's cookie are kept at most. */
  absoluteMs: 365 * dayMs,
  /** A confirmation; signing in counts as one. */
  confirmationMs: 10 * minuteMs,
  /** How often "last seen" is written at most. */
  touchMs: minuteMs,
  /** Of one account. A program that signs in again and again fills no database: with one more, the one that was unused longest ends. */
  most: 100,
} as const

/** The first factor that opened a session. */
export type SessionMethod = 'password' | 'passkey' | 'identity' | 'sign_up'

const newToken = (): string => randomText(52) // 260 bits

/**
 * Begins a session with a new token, whatever the browser brought: the session that its cookie named is dead from here on, and an id that
 * was planted is never adopted (rule 8). Set the cookie once the transaction is committed.
 *
 * Whoever signs a person in goes through `enter` of `factors/`, which asks for the second factor; this is what stands behind it.
 *
 * @param how `method`: the first factor. `confirmed: false` where the proof was less than the strongest factor (a trusted device, rule 13); `byRecovery`: see there.
 * `first`: the account was made by this.
 */
export async function startSession(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
  {
    method,
    confirmed = true,
    byRecovery = false,
    first = method === 'sign_up',
  }: { method: SessionMethod; confirmed?: boolean; byRecovery?: boolean; first?: boolean },
): Promise<{ token: string; confirmedUntil: number | null }> {
  const now = ctx.clock.now()
  const brought = readSessionCookie(ctx)
  if (brought) await tx.deleteFrom('sessions').where('digest', '=', digestOf(brought)).execute()
  const { browser, known } = await meetBrowser(tx, ctx, accountId)
  const token = newToken()
  const id = newId('ses', now)
  const confirmedUntil = confirmed ? now + sessionLimits.confirmationMs : null
  await tx
    .insertInto('sessions')
    .values({
      digest: digestOf(token),
      id,
      account_id: accountId,
      created_at: now,
      last_seen_at: now,
      expires_at: now + sessionLimits.absoluteMs,
      confirmed_until: confirmedUntil,
      by_recovery: byRecovery ? 1 : 0,
      method,
      browser,
      ip: ctx.ip,
      user_agent: ctx.userAgent,
    })
    .execute()
  await endUnusedLongest(tx, accountId)
  // Rule 11; the browser that an account is made in is its first known one.
  if (!known && !first) await noticeSignIn(tx, ctx, accountId, browser)
  return { token, confirmedUntil }
}

/** The new session has just been seen, so it is none of those that end. */
async function endUnusedLongest(tx: Tx, accountId: string): Promise<void> {
  await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('digest', 'in', (eb) =>
      eb
        .selectFrom('sessions as s')
        .select('s.digest')
        .where('s.account_id', '=', accountId)
        .orderBy('s.last_seen_at', 'desc')
        .orderBy('s.id', 'desc')
        .limit(1_000_000)
        .offset(sessionLimits.most),
    )
    .execute()
}

/** Who the request's cookie stands for; null where its session is unknown, over, or its account disabled. */
export async function findSession(ctx: RequestContext, lengths: SessionLengths): Promise<SignedIn | null> {
  const token = readSessionCookie(ctx)
  if (!token) return null
  const now = ctx.clock.now()
  const row = await ctx.store.db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .leftJoin('passwords', 'passwords.account_id', 'sessions.account_id')
    .select(['sessions.digest', 'sessions.id', 'sessions.last_seen_at', 'sessions.confirmed_until'])
    .select('sessions.method')
    .select(['accounts.id as account_id', 'accounts.username', 'accounts.operator'])
    .leftJoin('totp', 'totp.account_id', 'sessions.account_id')
    .select(['passwords.updated_at as password_at', 'totp.enabled_at as totp_at'])
    .select((eb) =>
      eb
        .selectFrom('recovery_codes')
        .select((codes) => codes.fn.min('recovery_codes.id').as('id'))
        .whereRef('recovery_codes.account_id', '=', 'accounts.id')
        .where('recovery_codes.used_at', 'is', null)
        .as('recovery_id'),
    )
    .select((eb) =>
      eb
        .selectFrom('passkeys')
        .select(({ fn }) => fn.min('passkeys.id').as('id'))
        .whereRef('passkeys.account_id', '=', 'accounts.id')
        .where(passkeyIsUsable(ctx.config))
        .as('passkey_id'),
    )
    .select((eb) =>
      eb
        .selectFrom('identities')
        .select(({ fn }) => fn.min('identities.id').as('id'))
        .whereRef('identities.account_id', '=', 'accounts.id')
        .where(identityIsUsable())
        .as('identity_id'),
    )
    .where('sessions.digest', '=', digestOf(token))
    .where(sessionLives(now, lengths))
    .where('accounts.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  if (row.last_seen_at <= now - sessionLimits.touchMs) {
    await ctx.store.db
      .updateTable('sessions')
      .set({ last_seen_at: now })
      .where('digest', '=', row.digest)
      .where('last_seen_at', '<=', now - sessionLimits.touchMs)
      .execute()
  }
  return {
    accountId: row.account_id,
    username: row.username,
    operator: row.operator === 1,
    sessionId: row.id,
    sessionDigest: row.digest,
    confirmedUntil: row.confirmed_until,
    methods: confirmationMethods(enrolledOf(row)),
    // A passkey verifies its user: a session that it opened has proven two (rule 21).
    twoFactor: row.totp_at !== null || row.method === 'passkey',
    byIdentity: row.method === 'identity',
  }
}

/**
 * Renews a session after a proof: a new token, the old one dead (rule 8). One statement, so that of many at once one gets it.
 *
 * @param how `confirms: false` where the proof was less than the strongest factor: the session is as confirmed as it was (rule 13).
 * `provenAnew`: whoever came in by a recovery code has proven themselves with a second factor since.
 * @returns null where the session is gone meanwhile.
 */
export async function renewSession(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  sessionDigest: string,
  { confirms = true, provenAnew = false }: { confirms?: boolean; provenAnew?: boolean } = {},
): Promise<{ token: string; confirmedUntil: number | null } | null> {
  const token = newToken()
  const renewed = await tx
    .updateTable('sessions')
    .set({
      digest: digestOf(token),
      ...(confirms ? { confirmed_until: clock.now() + sessionLimits.confirmationMs } : {}),
      ...(provenAnew ? { by_recovery: 0 } : {}),
    })
    .where('digest', '=', sessionDigest)
    .returning('confirmed_until')
    .executeTakeFirst()
  return renewed ? { token, confirmedUntil: renewed.confirmed_until } : null
}

export async function endSession(tx: Db, sessionDigest: string): Promise<void> {
  await tx.deleteFrom('sessions').where('digest', '=', sessionDigest).execute()
}

/** Ends all sessions of an account, at once, and with them half sign-ins and trusted devices. */
export async function endSessionsOf(tx: Db, accountId: string): Promise<void> {
  await endTrustOf(tx, accountId)
  await tx.deleteFrom('sessions').where('account_id', '=', accountId).execute()
}

/** Ends every session of an account but one, at once. @returns how many. */
export async function endOtherSessions(tx: Db, accountId: string, sessionDigest: string): Promise<number> {
  const ended = await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('digest', '!=', sessionDigest)
    .returning('id')
    .execute()
  return ended.length
}

/** Forgets sessions that are over. They are refused without this as well. */
export async function sweepSessions(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  settings: SettingsStore,
): Promise<void> {
  const lengths = await sessionLengths(settings)
  await store.db
    .deleteFrom('sessions')
    .where((eb) => eb.not(sessionLives(clock.now(), lengths)))
    .execute()
}
