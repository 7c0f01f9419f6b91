import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import type { DB } from '../../db/schema.ts'
import type { SettingsStore } from '../settings/index.ts'

const dayMs = 86_400_000

/** How long a browser stays signed in: without a request, and in all. */
export type SessionLengths = { idleMs: number; absoluteMs: number }

/** As the operator has decided; sessions that are there obey it as well, with their next request (rule 9). */
export async function sessionLengths(settings: SettingsStore): Promise<SessionLengths> {
  const { sessionIdleDays, sessionDays } = await settings.current()
  return { idleMs: sessionIdleDays * dayMs, absoluteMs: sessionDays * dayMs }
}

/**
 * Which sessions are still good. Counted from when they began and were last used, not from a date that was written down then: a shorter
 * limit ends those that are past it, a longer one keeps those that are not.
 */
export function sessionLives(now: number, { idleMs, absoluteMs }: SessionLengths): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'sessions'>()
  return eb.and([
    eb('sessions.expires_at', '>', now),
    eb('sessions.created_at', '>', now - absoluteMs),
    eb('sessions.last_seen_at', '>', now - idleMs),
  ])
}
