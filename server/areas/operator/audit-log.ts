import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { adminAudit, type operatorAuditEvent } from '../../../contract/operator-audit.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import { comparable, type Page, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { idFloor } from '../../lib/id.ts'
import { avatarUrl } from '../accounts/index.ts'

type Filters = z.output<typeof adminAudit.audit.query>

/**
 * Acts on the installation, on accounts, and on credit; not what people do to their own profile, nor what their security logs hold. It
 * stands here as in the index of migration 0008, so that years of sign-ins are not read.
 */
const ofOperators = sql<SqlBool>`e.security = 0 and e.act <> 'account.updated' and (e.organization_id is null or e.act in ('wallet.credited', 'wallet.adjusted', 'call.refunded'))`

/** What the log is read from, without an order. */
export const operatorEvents = ({ store }: Pick<RequestContext, 'store'>) =>
  store.reads
    .selectFrom('audit_events as e')
    .leftJoin('accounts as a', 'a.id', 'e.account_id')
    .leftJoin('accounts as t', 't.id', 'e.target')
    .leftJoin('organizations as o', 'o.id', 'e.organization_id')
    .where(ofOperators)
    .select(['e.id', 'e.at', 'e.act', 'e.target', 'e.outcome', 'e.request_id', 'e.details'])
    .select(['a.id as by_id', 'a.username', 'a.nickname', 'a.avatar_id', 't.username as target_name'])
    .select(['o.id as organization_id', 'o.name as organization_name'])

type EventRow = Awaited<ReturnType<ReturnType<typeof operatorEvents>['execute']>>[number]

/** What operators did, newest first. */
export async function listOperatorAudit(
  ctx: Pick<RequestContext, 'store'>,
  filters: Filters,
): Promise<Page<z.input<typeof operatorAuditEvent>>> {
  const { from, to, area, account, target } = filters
  const limit = pageLimit(filters)
  const cursor = readCursor(filters)
  let rows = operatorEvents(ctx)
  if (cursor !== null) rows = rows.where('e.id', '<', cursor)
  // Ids sort by time.
  if (from !== undefined) rows = rows.where('e.id', '>=', idFloor('aud', Date.parse(from)))
  if (to !== undefined) rows = rows.where('e.id', '<', idFloor('aud', Date.parse(to)))
  if (area !== undefined)
    rows = rows.where(sql<SqlBool>`e.act like ${`${area.replaceAll('_', '\\_')}.%`} escape '\\'`)
  for (const [column, id] of [
    ['e.account_id', account],
    ['e.target', target],
  ] as const) {
    if (id === undefined) continue
    if (!comparable(id)) return { items: [], nextCursor: null }
    rows = rows.where(column, '=', id)
  }
  const found = await rows
    .orderBy('e.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(found, limit, (row) => row.id, present)
}

function present(row: EventRow): z.input<typeof operatorAuditEvent> {
  const { by_id, username, nickname, avatar_id, organization_id, organization_name } = row
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    by:
      by_id === null || username === null
        ? null
        : { accountId: by_id, username, nickname, avatarUrl: avatarUrl(avatar_id) },
    act: row.act,
    target: row.target,
    targetName: row.target_name,
    organization:
      organization_id === null || organization_name === null
        ? null
        : { id: organization_id, name: organization_name },
    outcome: row.outcome as 'ok' | 'refused',
    requestId: row.request_id,
    details: JSON.parse(row.details) as Record<string, unknown>,
  }
}

/** The operators' own log. */
export function mountAdminAudit(app: App): void {
  route(app, adminAudit.audit)((ctx, { query }) => listOperatorAudit(ctx, query))
}
