import { type Expression, type SqlBool, sql } from 'kysely'
import { secondFactors, signInMethods } from '../../../contract/me.ts'
import { type SecurityGroup, securityGroups } from '../../../contract/security-groups.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { pageLimit, readCursor, toPage } from '../../http/page.ts'
import { idFloor } from '../../lib/id.ts'

export type SecurityLogQuery = {
  limit?: number | undefined
  cursor?: string | undefined
  group?: SecurityGroup | undefined
  outcome?: 'ok' | 'refused' | undefined
  /** RFC 3339; from this moment on. */
  from?: string | undefined
  /** RFC 3339; before this moment. */
  to?: string | undefined
}

const beginsWith = (beginnings: readonly string[]): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.join(
    beginnings.map((text) => sql`e.act like ${`${text.replaceAll('_', '\\_')}%`} escape '\\'`),
    sql` or `,
  )})`
const grouped = Object.values(securityGroups).flat()

/** Of what is kept of an act, the part that its person is told. */
function detailsOf(text: string) {
  const { method, secondFactor, reason } = JSON.parse(text) as Record<string, unknown>
  return {
    method: signInMethods.find((one) => one === method) ?? null,
    secondFactor: secondFactors.find((one) => one === secondFactor) ?? null,
    reason: typeof reason === 'string' ? reason : null,
  }
}

/** What happened around a person's sign-ins and credentials; it keeps the address, and says so (promise 10). */
export async function readSecurityLog(ctx: RequestContext & { session: SignedIn }, query: SecurityLogQuery) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const me = ctx.session.accountId
  const { group, outcome, from, to } = query
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
    .leftJoin('passkeys as p', (join) => join.onRef('p.id', '=', 'e.target').on('p.account_id', '=', me))
    .select(['e.id', 'e.at', 'e.act', 'e.outcome', 'e.ip', 'e.user_agent', 'e.request_id', 'e.details'])
    .select(['k.name as key_name', 't.name as token_name', 'p.name as passkey_name'])
    .where('e.account_id', '=', me)
    .where('e.security', '=', 1)
    .$if(cursor !== null, (list) => list.where('e.id', '<', cursor as string))
    .$if(group === 'other', (list) => list.where(sql<SqlBool>`not ${beginsWith(grouped)}`))
    .$if(group !== undefined && group !== 'other', (list) =>
      list.where(beginsWith(securityGroups[group as keyof typeof securityGroups])),
    )
    .$if(outcome !== undefined, (list) => list.where('e.outcome', '=', outcome as string))
    // Ids sort by time, and so does the one index there is.
    .$if(from !== undefined, (list) => list.where('e.id', '>=', idFloor('aud', Date.parse(from as string))))
    .$if(to !== undefined, (list) => list.where('e.id', '<', idFloor('aud', Date.parse(to as string))))
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
      targetName: row.key_name ?? row.token_name ?? row.passkey_name,
      outcome: row.outcome as 'ok' | 'refused',
      ...detailsOf(row.details),
      // Empty where it happened without a request of the person's.
      ip: row.ip || null,
      userAgent: row.user_agent,
      requestId: row.request_id,
    }),
  )
}
