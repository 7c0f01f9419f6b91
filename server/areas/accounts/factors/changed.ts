import type { Tx } from '../../../db/store.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { sessionRequired } from '../../../http/errors.ts'
import { renewSession } from '../sessions.ts'
import { endTrustOf } from './devices.ts'

export type Asked = RequestContext & { session: SignedIn }
export type Changed = { token: string; confirmedUntil: number | null; endedSessions: number }

/**
 * What every change of a factor brings: all other sessions end at once and with them what was trusted (rule 10); this one goes on under a
 * new token (rule 8). Call it with the account held.
 *
 * @throws sessionRequired where the session ended meanwhile: then nothing was changed.
 */
export async function factorChanged(tx: Tx, ctx: Asked): Promise<Changed> {
  const { accountId, sessionDigest } = ctx.session
  const renewed = await renewSession(tx, ctx, sessionDigest, { provenAnew: true })
  if (!renewed) throw sessionRequired()
  await endTrustOf(tx, accountId)
  const ended = await tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('id', '!=', ctx.session.sessionId)
    .returning('id')
    .execute()
  return { ...renewed, endedSessions: ended.length }
}
