import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { accountGroups, accountRow } from '../../../contract/operator-accounts.ts'
import type { DB } from '../../db/schema.ts'
import { contains } from '../../db/sql.ts'
import type { Db } from '../../db/store.ts'
import type { RequestContext } from '../../http/context.ts'
import { type Page, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { people, presentForOperator } from '../accounts/index.ts'

export type AccountFilter = {
  q?: string | undefined
  group?: (typeof accountGroups)[number] | undefined
  joinedFrom?: string | undefined
  joinedTo?: string | undefined
  signedInSince?: string | undefined
  notSignedInSince?: string | undefined
}
type AccountQuery = AccountFilter & { limit?: number | undefined; cursor?: string | undefined }

const searched = ['accounts.id', 'accounts.username', 'accounts.nickname', 'emails.address']

/** What an account must fulfil; `emails` is its primary address. */
function fitting(filter: AccountFilter): Expression<SqlBool> {
  const { q, group, joinedFrom, joinedTo, signedInSince, notSignedInSince } = filter
  const eb = expressionBuilder<DB, 'accounts'>()
  const all: Expression<SqlBool>[] = []
  if (q !== undefined && q !== '') all.push(eb.or(searched.map((column) => contains(column, q))))
  if (group === 'operators') all.push(eb('accounts.operator', '=', 1))
  if (group === 'enabled') all.push(eb('accounts.disabled_at', 'is', null))
  if (group === 'disabled') all.push(eb('accounts.disabled_at', 'is not', null))
  if (joinedFrom !== undefined) all.push(eb('accounts.created_at', '>=', Date.parse(joinedFrom)))
  if (joinedTo !== undefined) all.push(eb('accounts.created_at', '<', Date.parse(joinedTo)))
  if (signedInSince !== undefined) all.push(eb('accounts.last_sign_in_at', '>=', Date.parse(signedInSince)))
  if (notSignedInSince !== undefined) {
    const before = eb('accounts.last_sign_in_at', '<', Date.parse(notSignedInSince))
    all.push(eb.or([before, eb('accounts.last_sign_in_at', 'is', null)]))
  }
  return eb.and(all)
}

/** People with the number of organizations that each belongs to. */
export function peopleForOperator(db: Db) {
  return people(db).select((eb) =>
    eb
      .selectFrom('memberships')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .whereRef('memberships.account_id', '=', 'accounts.id')
      .$asScalar()
      .$notNull()
      .as('organizations'),
  )
}

/** How many people a filter leaves: the list's own joins, without its columns. */
async function countPeople({ store }: RequestContext, filter: AccountFilter): Promise<number> {
  const { n } = await people(store.reads)
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where(fitting(filter))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** People that fit, newest first; how many there are in all comes with the first page. */
export async function listAccounts(
  ctx: RequestContext,
  query: AccountQuery,
): Promise<Page<z.input<typeof accountRow>> & { total: number | null }> {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const [rows, total] = await Promise.all([
    peopleForOperator(ctx.store.reads)
      .where(fitting(query))
      .$if(cursor !== null, (list) => list.where('accounts.id', '<', cursor as string))
      .orderBy('accounts.id', 'desc')
      .limit(limit + 1)
      .execute(),
    cursor === null ? countPeople(ctx, query) : null,
  ])
  const page = toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({ ...presentForOperator(row), organizations: Number(row.organizations) }),
  )
  return { ...page, total }
}
