import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
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
 */
export async function startSession(
  tx: Db,
  ctx: RequestContext,
  accountId: string,
): Promise<{ token: string; confirmedUntil: number }> {
  const now = ctx.clock.now()
  const brought = readSessionCookie(ctx)
  if (brought) await tx.deleteFrom('sessions').where('digest', '=', digestOf(brought)).execute()
  const token = newToken()
  const confirmedUntil = now + sessionLimits.confirmationMs
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
    .select('passwords.updated_at as password_at')
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
    methods: row.password_at === null ? [] : ['password'],
  }
}

/**
 * Renews a session after a confirmation: a new token, the old one dead (rule 8). One statement, so that of many at once one gets it.
 *
 * @returns null where the session is gone meanwhile.
 */
export async function renewSession(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  sessionDigest: string,
): Promise<{ token: string; confirmedUntil: number } | null> {
  const token = newToken()
  const confirmedUntil = clock.now() + sessionLimits.confirmationMs
  const renewed = await tx
    .updateTable('sessions')
    .set({ digest: digestOf(token), confirmed_until: confirmedUntil })
    .where('digest', '=', sessionDigest)
    .returning('id')
    .executeTakeFirst()
  return renewed ? { token, confirmedUntil } : null
}

export async function endSession(tx: Db, sessionDigest: string): Promise<void> {
  await tx.deleteFrom('sessions').where('digest', '=', sessionDigest).execute()
}

/** Ends all sessions of an account, at once. */
export async function endSessionsOf(tx: Db, accountId: string): Promise<void> {
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
