import type { RequestContext, SignedIn } from '../../http/context.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'

/** What happened around a person's sign-ins and credentials; it keeps the address, and says so (promise 10). */
export async function readSecurityLog(
  ctx: RequestContext & { session: SignedIn },
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const rows = await ctx.store.reads
    .selectFrom('audit_events')
    .select(['id', 'at', 'act', 'outcome', 'ip', 'user_agent', 'request_id'])
    .where('account_id', '=', ctx.session.accountId)
    .where('security', '=', 1)
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
      act: row.act,
      outcome: row.outcome as 'ok' | 'refused',
      // Empty where it happened without a request of the person's.
      ip: row.ip || null,
      userAgent: row.user_agent,
      requestId: row.request_id,
    }),
  )
}
