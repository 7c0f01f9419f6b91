import type { RequestContext } from '../../http/context.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'

/** Who did what in an organization, newest first. */
export async function listAudit(
  ctx: RequestContext,
  organizationId: string,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const rows = await ctx.store.reads
    .selectFrom('audit_events')
    .select(['id', 'at', 'account_id', 'act', 'target', 'outcome', 'request_id', 'details'])
    .where('organization_id', '=', organizationId)
    .$if(cursor !== null, (list) => list.where('id', '<', cursor as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      accountId: row.account_id,
      act: row.act,
      target: row.target,
      outcome: row.outcome as 'ok' | 'refused',
      requestId: row.request_id,
      details: JSON.parse(row.details) as Record<string, unknown>,
    }),
  )
}
