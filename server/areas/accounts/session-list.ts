import type { RequestContext, SignedIn } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'
import { record } from '../audit/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { holdOwn } from './hold-own.ts'
import { clearSessionCookie } from './session-cookie.ts'
import { sessionLengths, sessionLives } from './session-lengths.ts'
import { endOtherSessions } from './sessions.ts'

type Asked = RequestContext & { session: SignedIn }

/** Browsers that are signed in as this person, the newest first (rule 10). What is over does not show, swept or not. */
export async function listSessions(
  ctx: Asked,
  settings: SettingsStore,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const lengths = await sessionLengths(settings)
  const rows = await ctx.store.db
    .selectFrom('sessions')
    .select(['id', 'created_at', 'last_seen_at', 'ip', 'user_agent'])
    .where('account_id', '=', ctx.session.accountId)
    .where(sessionLives(ctx.clock.now(), lengths))
    .$if(cursor !== null, (list) => list.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const iso = (ms: number): string => new Date(ms).toISOString()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      current: row.id === ctx.session.sessionId,
      createdAt: iso(row.created_at),
      lastSeenAt: iso(row.last_seen_at),
      // Whichever comes first: too long in all, or too long without a request.
      endsAt: iso(Math.min(row.created_at + lengths.absoluteMs, row.last_seen_at + lengths.idleMs)),
      ip: row.ip,
      userAgent: row.user_agent,
    }),
  )
}

/**
 * Ends one of the person's own sessions, at once; their own is a sign-out.
 *
 * @throws sessionRequired where this one has ended meanwhile; notFound, alike for a session that never was, is over, or is somebody else's (rule 10).
 */
export async function endOneSession(ctx: Asked, id: string): Promise<void> {
  const { accountId, sessionId } = ctx.session
  await ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const ended = await tx
      .deleteFrom('sessions')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    if (!ended) throw notFound()
    await record(tx, ctx, { act: 'session.ended', accountId, target: id, security: true })
  })
  if (id === sessionId) clearSessionCookie(ctx)
}

/** Ends every session of the person but the one that asks. @returns how many. @throws sessionRequired where this one has ended meanwhile. */
export async function endTheOthers(ctx: Asked): Promise<number> {
  const { accountId, sessionDigest } = ctx.session
  return ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const endedSessions = await endOtherSessions(tx, accountId, sessionDigest)
    await record(tx, ctx, {
      act: 'session.others_ended',
      accountId,
      target: accountId,
      security: true,
      details: { endedSessions },
    })
    return endedSessions
  })
}
