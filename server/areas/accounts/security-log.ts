import type { RequestContext, SignedIn } from '../../http/context.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'

/** What happened around a person's sign-ins and credentials; it keeps the address, and says so (promise 10). */
export async function readSecurityLog(
  ctx: RequestContext & { session: SignedIn },
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const me = ctx.session.accountId
  const rows = await ctx.store.reads
    .selectFrom('audit_events as e')
    .leftJoin('api_keys as k', (join) =>
      // Who has left an organization does not hear what others call its keys since.
      join
        .onRef('k.id', '=', 'e.target')
        .on(({ eb, or, exists, selectFrom }) =>
          or([
            eb('k.account_id', '=', me),
            exists(
              selectFrom('memberships as m')
                .select('m.role')
                .whereRef('m.organization_id', '=', 'k.organization_id')
                .where('m.account_id', '=', me),
            ),
          ]),
        ),
    )
    .leftJoin('access_tokens as t', (join) => join.onRef('t.id', '=', 'e.target').on('t.account_id', '=', me))
    .select(['e.id', 'e.at', 'e.act', 'e.outcome', 'e.ip', 'e.user_agent', 'e.request_id'])
    .select(['k.name as key_name', 't.name as token_name'])
    .where('e.account_id', '=', me)
    .where('e.security', '=', 1)
    .$if(cursor !== null, (list) => list.where('e.id', '<', cursor as string))
    .orderBy('e.id', 'desc')
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
      targetName: row.key_name ?? row.token_name,
      outcome: row.outcome as 'ok' | 'refused',
      // Empty where it happened without a request of the person's.
      ip: row.ip || null,
      userAgent: row.user_agent,
      requestId: row.request_id,
    }),
  )
}
