import type { Db } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { confirmationRequired, notFound } from '../../../http/errors.ts'
import { comparable } from '../../../http/page.ts'
import { record } from '../../audit/index.ts'
import { holdOwn } from '../hold-own.ts'
import { lockDown } from './lockdown.ts'

type Asked = RequestContext & { session: SignedIn }

/** A question that nobody answered for so long is asked no more. */
const askedMs = 30 * 86_400_000
const shown = 20

/**
 * The questions that this session may answer. A browser that is in question itself answers none, and sees none: whoever has the password
 * and signs in twice, in two browsers or in one, would otherwise say of the one sign-in that it was the person's.
 */
function answerable(ctx: Asked, db: Db) {
  const { accountId, sessionId } = ctx.session
  const since = ctx.clock.now() - askedMs
  return db
    .selectFrom('sign_in_notices as n')
    .select(['n.id', 'n.created_at', 'n.ip', 'n.user_agent'])
    .where('n.account_id', '=', accountId)
    .where('n.answered_at', 'is', null)
    .where('n.created_at', '>', since)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('sign_in_notices as own')
            .innerJoin('sessions as s', 's.browser', 'own.browser')
            .select('own.id')
            .where('s.id', '=', sessionId)
            .where('own.account_id', '=', accountId)
            .where('own.created_at', '>', since)
            .where('own.answered_at', 'is', null),
        ),
      ),
    )
}

/** Sign-ins that the person has not answered yet, the newest first. */
export async function listNotices(ctx: Asked) {
  const rows = await answerable(ctx, ctx.store.db).orderBy('n.id', 'desc').limit(shown).execute()
  return rows.map((row) => ({
    id: row.id,
    at: new Date(row.created_at).toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
  }))
}

/** A question that this session may answer; any other is none. */
export async function findNotice(ctx: Asked, id: string) {
  if (!comparable(id)) return null
  return (await answerable(ctx, ctx.store.db).where('n.id', '=', id).executeTakeFirst()) ?? null
}

/**
 * Answers one. `mine: false` locks the account, and hands over what sets the new password: after a fresh confirmation, since a session
 * alone never does that.
 *
 * @throws confirmationRequired, sessionRequired; notFound where it was answered meanwhile: of many at once, one answers.
 */
export async function answerNotice(ctx: Asked, id: string, mine: boolean): Promise<string | null> {
  const { accountId, confirmedUntil, methods } = ctx.session
  if (!mine && (confirmedUntil ?? 0) <= ctx.clock.now()) throw confirmationRequired(methods)
  return ctx.store.transaction(async (tx) => {
    await holdOwn(tx, ctx)
    const asked = await answerable(ctx, tx).where('n.id', '=', id).executeTakeFirst()
    if (!asked) throw notFound()
    const answered = await tx
      .updateTable('sign_in_notices')
      .set({ answered_at: ctx.clock.now(), answer: mine ? 'mine' : 'not_mine' })
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .where('answered_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!answered) throw notFound()
    const act = mine ? 'account.new_device_mine' : 'account.new_device_not_mine'
    await record(tx, ctx, { act, accountId, target: id, security: true })
    return mine ? null : lockDown(tx, ctx, accountId, asked.created_at)
  })
}
