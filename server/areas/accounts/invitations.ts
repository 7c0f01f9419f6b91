import type { Db } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import { digestOf, randomText } from '../../lib/secret.ts'
import { record } from '../audit/index.ts'
import { invitationInvalid, invitationUsed } from './errors.ts'

const lifeMs = 7 * 86_400_000

/** Makes a link that lets one person sign up. Only the digest of its token (200 bits) is kept. */
export async function createInvitation(
  ctx: RequestContext & { session: SignedIn },
  input: { note: string },
): Promise<{ id: string; url: string; expiresAt: number }> {
  const now = ctx.clock.now()
  const id = newId('inv', now)
  const token = randomText(40)
  await ctx.store.transaction(async (tx) => {
    await tx
      .insertInto('invitations')
      .values({
        id,
        digest: digestOf(token),
        note: input.note,
        created_by: ctx.session.accountId,
        created_at: now,
        expires_at: now + lifeMs,
        accepted_at: null,
        accepted_by: null,
        revoked_at: null,
      })
      .execute()
    await record(tx, ctx, { act: 'invitation.created', accountId: ctx.session.accountId, target: id })
  })
  return { id, url: `${ctx.config.publicUrl}/sign-up?invitation=${token}`, expiresAt: now + lifeMs }
}

const usable = (db: Db, token: string, now: number) =>
  db
    .selectFrom('invitations')
    .select('id')
    .where('digest', '=', digestOf(token))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)

/** Whether a link would do at this moment: spares the work on a sign-up that cannot succeed. */
export async function invitationIsUsable(db: Db, token: string, now: number): Promise<boolean> {
  return token !== '' && (await usable(db, token, now).executeTakeFirst()) !== undefined
}

/**
 * Uses a link up: once, by the clock (rule 43). One statement decides among many at once.
 *
 * @throws invitationInvalid
 */
export async function acceptInvitation(
  tx: Db,
  input: { token: string; accountId: string; now: number },
): Promise<string> {
  const used = await tx
    .updateTable('invitations')
    .set({ accepted_at: input.now, accepted_by: input.accountId })
    .where('digest', '=', digestOf(input.token))
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', input.now)
    .returning('id')
    .executeTakeFirst()
  if (!used) throw invitationInvalid()
  return used.id
}

export async function findInvitation(db: Db, id: string): Promise<{ id: string } | null> {
  return (await db.selectFrom('invitations').select('id').where('id', '=', id).executeTakeFirst()) ?? null
}

/** Makes a link useless. Doing it twice is no error. @throws invitationUsed */
export async function revokeInvitation(
  ctx: RequestContext & { session: SignedIn },
  id: string,
): Promise<void> {
  await ctx.store.transaction(async (tx) => {
    const revoked = await tx
      .updateTable('invitations')
      .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(ctx.clock.now())) }))
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!revoked) throw invitationUsed()
    await record(tx, ctx, { act: 'invitation.revoked', accountId: ctx.session.accountId, target: id })
  })
}

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired'

/** The state of a link by the clock, whether or not anything swept. */
export function invitationStatus(
  row: { accepted_at: number | null; revoked_at: number | null; expires_at: number },
  now: number,
): InvitationStatus {
  if (row.accepted_at !== null) return 'accepted'
  if (row.revoked_at !== null) return 'revoked'
  return row.expires_at <= now ? 'expired' : 'pending'
}
