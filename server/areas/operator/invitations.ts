import { admin } from '../../../contract/operator.ts'
import type { App } from '../../http/app.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { createInvitation, findInvitation, invitationStatus, revokeInvitation } from '../accounts/index.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** Links that let somebody sign up. */
export function mountAdminInvitations(app: App): void {
  route(
    app,
    admin.invitations,
  )(async (ctx, { query }) => {
    const limit = pageLimit(query)
    const cursor = readCursor(query)
    const rows = await ctx.store.reads
      .selectFrom('invitations')
      .leftJoin('accounts', 'accounts.id', 'invitations.accepted_by')
      .select(['invitations.id', 'note', 'invitations.created_at', 'expires_at', 'accepted_at', 'revoked_at'])
      .select(['accounts.id as account_id', 'accounts.username'])
      .$if(cursor !== null, (list) => list.where('invitations.id', '<', cursor as string))
      .orderBy('invitations.id', 'desc')
      .limit(limit + 1)
      .execute()
    const now = ctx.clock.now()
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => ({
        id: row.id,
        status: invitationStatus(row, now),
        note: row.note,
        createdAt: iso(row.created_at),
        expiresAt: iso(row.expires_at),
        acceptedBy:
          row.account_id === null || row.username === null
            ? null
            : { id: row.account_id, username: row.username },
      }),
    )
  })
  route(
    app,
    admin.invite,
  )(async (ctx, { body }) => {
    const { id, url, expiresAt } = await createInvitation(ctx, { note: body.note ?? '' })
    return { id, url, expiresAt: iso(expiresAt) }
  })
  route(app, admin.revokeInvitation, {
    thing: async (ctx, { id }) => (comparable(id) ? findInvitation(ctx.store.db, id) : null),
  })(async (ctx) => {
    await revokeInvitation(ctx, ctx.thing.id)
    return undefined
  })
}
