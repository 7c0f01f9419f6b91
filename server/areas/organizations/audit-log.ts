import { type SqlBool, sql } from 'kysely'
import type { RequestContext } from '../../http/context.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { idFloor } from '../../lib/id.ts'
import { avatarUrl } from '../accounts/index.ts'

export type AuditFilters = {
  limit?: number | undefined
  cursor?: string | undefined
  /** RFC 3339; from this moment on. */
  from?: string | undefined
  /** RFC 3339; before this moment. */
  to?: string | undefined
  /** An act (`key.created`), or an area (`key`), which means every act of it. */
  act?: string | undefined
  /** Id of who did it. */
  account?: string | undefined
}

/** Events with what a reader needs to know who and what they name. */
const events = ({ store }: Pick<RequestContext, 'store'>, organizationId: string) =>
  store.reads
    .selectFrom('audit_events as e')
    .leftJoin('accounts as a', 'a.id', 'e.account_id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.organization_id', '=', 'e.organization_id').onRef('m.account_id', '=', 'e.account_id'),
    )
    .leftJoin('api_keys as k', (join) =>
      join.onRef('k.id', '=', 'e.target').onRef('k.organization_id', '=', 'e.organization_id'),
    )
    .where('e.organization_id', '=', organizationId)
    .select(['e.id', 'e.at', 'e.account_id', 'e.act', 'e.target', 'e.outcome', 'e.ip', 'e.user_agent'])
    .select(['e.request_id', 'e.details', 'a.username', 'a.nickname', 'a.avatar_id', 'a.operator'])
    .select(['m.role', 'k.name as key_name'])

type EventRow = Awaited<ReturnType<ReturnType<typeof events>['execute']>>[number]

/** Who did what in an organization, newest first. */
export async function listAudit(
  ctx: Pick<RequestContext, 'store'>,
  organizationId: string,
  filters: AuditFilters,
) {
  const { from, to, act, account } = filters
  const limit = pageLimit(filters)
  const cursor = readCursor(filters)
  let rows = events(ctx, organizationId)
  if (cursor !== null) rows = rows.where('e.id', '<', cursor)
  // Ids sort by time, and so does the one index there is.
  if (from !== undefined) rows = rows.where('e.id', '>=', idFloor('aud', Date.parse(from)))
  if (to !== undefined) rows = rows.where('e.id', '<', idFloor('aud', Date.parse(to)))
  if (act?.includes('.')) rows = rows.where('e.act', '=', act)
  else if (act !== undefined)
    rows = rows.where(sql<SqlBool>`e.act like ${`${act.replaceAll('_', '\\_')}.%`} escape '\\'`)
  if (account !== undefined) {
    if (!comparable(account)) return { items: [], nextCursor: null }
    rows = rows.where('e.account_id', '=', account)
  }
  const found = await rows
    .orderBy('e.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(found, limit, (row) => row.id, present)
}

/** One event, or null where the organization has none of this id. */
export async function findAuditEvent(ctx: Pick<RequestContext, 'store'>, organizationId: string, id: string) {
  if (!comparable(id)) return null
  const row = await events(ctx, organizationId).where('e.id', '=', id).executeTakeFirst()
  return row ? present(row) : null
}

function present(row: EventRow) {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    accountId: row.account_id,
    by: presentActor(row),
    act: row.act,
    target: row.target,
    targetName: row.key_name,
    outcome: row.outcome as 'ok' | 'refused',
    // Empty where it happened without a request of the person's.
    ip: row.ip || null,
    userAgent: row.user_agent,
    requestId: row.request_id,
    details: JSON.parse(row.details) as Record<string, unknown>,
  }
}

/** Names only of those who belong to the organization, or did; a picture is shown to who shares one. */
function presentActor({ account_id, username, nickname, avatar_id, operator, role }: EventRow) {
  const nobody = { username: null, nickname: null, avatarUrl: null }
  if (account_id === null) return { kind: 'system' as const, ...nobody }
  if (role !== null) return { kind: 'member' as const, username, nickname, avatarUrl: avatarUrl(avatar_id) }
  if (operator === 1) return { kind: 'operator' as const, ...nobody }
  return { kind: 'former' as const, username, nickname, avatarUrl: null }
}
