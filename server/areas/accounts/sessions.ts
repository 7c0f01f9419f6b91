import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
import { endTrustOf } from './factors/devices.ts'
import { confirmationMethods, enrolledOf } from './factors/methods.ts'
import { readSessionCookie } from './session-cookie.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** How long things of a session last, kept on the server (rules 9 and 12). */
export const sessionLimits = {
  /** Without a request. */
  idleMs: 14 * dayMs,
  /** In all. */
  absoluteMs: 90 * dayMs,
  /** A confirmation; signing in counts as one. */
  confirmationMs: 10 * minuteMs,
  /** How often "last seen" is written at most. */
  touchMs: minuteMs,
} as const

const newToken = (): string => randomText(52) // 260 bits

/**
 * Begins a session with a new token, whatever the browser brought: the session that its cookie named is dead from here on, and an id that
 * was planted is never adopted (rule 8). Set the cookie once the transaction is committed.
 *
 * Whoever signs a person in goes through `enter` of `factors/`, which asks for the second factor; this is what stands behind it.
 *
 * @param how `confirmed: false` where the proof was less than the strongest factor (a trusted device, rule 13); `byRecovery`: see there.
 */
export async function startSession(
  tx: Db,
  ctx: RequestContext,
  accountId: string,
  { confirmed = true, byRecovery = false }: { confirmed?: boolean; byRecovery?: boolean } = {},
): Promise<{ token: string; confirmedUntil: number | null }> {
  const now = ctx.clock.now()
  const brought = readSessionCookie(ctx)
  if (brought) await tx.deleteFrom('sessions').where('digest', '=', digestOf(brought)).execute()
  const token = newToken()
  const confirmedUntil = confirmed ? now + sessionLimits.confirmationMs : null
  await tx
    .insertInto('sessions')
    .values({
      digest: digestOf(token),
      id: newId('ses', now),
      account_id: accountId,
      created_at: now,
      last_seen_at: now,
      expires_at: now + sessionLimits.absoluteMs,
      confirmed_until: confirmedUntil,
      by_recovery: byRecovery ? 1 : 0,
      ip: ctx.ip,
      user_agent: ctx.userAgent,
    })
    .execute()
  return { token, confirmedUntil }
}

/** Who the request's cookie stands for; null where its session is unknown, over, or its account disabled. */
export async function findSession(ctx: RequestContext): Promise<SignedIn | null> {
  const token = readSessionCookie(ctx)
  if (!token) return null
  const now = ctx.clock.now()
  const row = await ctx.store.db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .leftJoin('passwords', 'passwords.account_id', 'sessions.account_id')
    .select(['sessions.digest', 'sessions.id', 'sessions.last_seen_at', 'sessions.confirmed_until'])
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
    .where('sessions.digest', '=', digestOf(token))
    .where('sessions.expires_at', '>', now)
    .where('sessions.last_seen_at', '>', now - sessionLimits.idleMs)
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
export async function sweepSessions({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const now = clock.now()
  await store.db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('last_seen_at', '<=', now - sessionLimits.idleMs)]))
    .execute()
}
