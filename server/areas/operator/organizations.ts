import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import type { organizationKinds } from '../../../contract/operator.ts'
import type { Role } from '../../../contract/roles.ts'
import type { DB } from '../../db/schema.ts'
import { contains } from '../../db/sql.ts'
import type { RequestContext } from '../../http/context.ts'
import { notFound } from '../../http/errors.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { presentPolicy, readPolicy } from '../organizations/index.ts'
import { liveKeys } from './live-keys.ts'
import { organizationFacts } from './organization-facts.ts'
import { type OrganizationWithBalance, presentOrganization } from './present.ts'

const mostPeople = 50
const roleOrder: readonly string[] = ['owner', 'admin', 'billing', 'member', 'viewer'] satisfies Role[]

function withBalances({ store }: RequestContext) {
  return store.reads
    .selectFrom('organizations')
    .leftJoin('meters', (join) =>
      join.onRef('meters.subject', '=', 'organizations.id').on('meters.kind', '=', 'wallet'),
    )
    .select(['organizations.id', 'slug', 'name', 'personal_of', 'created_at'])
    .select(['cap_nanos', 'spent_nanos', 'leased_nanos'])
    .select((eb) => [
      eb
        .selectFrom('leases')
        .select(({ fn }) => fn.sum<bigint | null>('leases.used_nanos').as('used'))
        .whereRef('leases.meter_id', '=', 'meters.id')
        .where('leases.state', '=', 'active')
        .as('used_nanos'),
      eb
        .selectFrom('memberships')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('memberships.organization_id', '=', 'organizations.id')
        .$asScalar()
        .$notNull()
        .as('members'),
    ])
}

type Filter = { q?: string | undefined; kind?: (typeof organizationKinds)[number] | undefined }

const searched = ['organizations.id', 'organizations.slug', 'organizations.name']

function fitting({ q, kind }: Filter): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'organizations'>()
  const all: Expression<SqlBool>[] = []
  if (q !== undefined && q !== '') all.push(eb.or(searched.map((column) => contains(column, q))))
  if (kind !== undefined)
    all.push(eb('organizations.personal_of', kind === 'personal' ? 'is not' : 'is', null))
  return eb.and(all)
}

async function countOrganizations({ store }: RequestContext, filter: Filter): Promise<number> {
  const { n } = await store.reads
    .selectFrom('organizations')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where(fitting(filter))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Every organization with its wallet's figures, newest first; how many there are in all comes with the first page. */
export async function listOrganizations(
  ctx: RequestContext,
  query: Filter & { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const [rows, total]: [OrganizationWithBalance[], number | null] = await Promise.all([
    withBalances(ctx)
      .where(fitting(query))
      .$if(cursor !== null, (list) => list.where('organizations.id', '<', cursor as string))
      .orderBy('organizations.id', 'desc')
      .limit(limit + 1)
      .execute(),
    cursor === null ? countOrganizations(ctx, query) : null,
  ])
  const facts = await organizationFacts(
    ctx,
    rows.slice(0, limit).map(({ id }) => id),
  )
  const page = toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({ ...presentOrganization(row), ...facts(row.id) }),
  )
  return { ...page, total }
}

/** One organization with its people, owners first, and its policy. @throws notFound */
export async function viewOrganization(ctx: RequestContext, id: string) {
  const { reads } = ctx.store
  const [row, facts, members, keys, policy] = await Promise.all([
    withBalances(ctx).where('organizations.id', '=', id).executeTakeFirst(),
    organizationFacts(ctx, [id]),
    reads
      .selectFrom('memberships')
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .select(['accounts.id', 'accounts.username', 'accounts.nickname', 'memberships.role'])
      .where('memberships.organization_id', '=', id)
      .orderBy((eb) => {
        const [first = '', ...others] = roleOrder
        let ranked = eb.case().when('memberships.role', '=', first).then(0)
        others.forEach((role, index) => {
          ranked = ranked.when('memberships.role', '=', role).then(index + 1)
        })
        return ranked.else(roleOrder.length).end()
      })
      .orderBy('memberships.joined_at')
      .limit(mostPeople)
      .execute(),
    reads
      .selectFrom('api_keys')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('organization_id', '=', id)
      .where(liveKeys(ctx.clock.now()))
      .executeTakeFirstOrThrow(),
    readPolicy(ctx, id),
  ])
  if (!row) throw notFound()
  const people = members.map(({ id: accountId, username, nickname, role }) => ({
    ...{ accountId, username, nickname },
    role: role as Role,
  }))
  return {
    ...presentOrganization(row),
    ...facts(id),
    people,
    keys: Number(keys.n),
    policy: presentPolicy(policy),
  }
}

/** The organization that a path names by id, slug or an alias, whoever belongs to it; null where there is none. */
export async function findAnyOrganization(
  { store }: RequestContext,
  named: string,
): Promise<{ id: string } | null> {
  if (!comparable(named)) return null
  const row = await store.db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', (eb) =>
      named.startsWith('org_')
        ? eb.val(named)
        : eb.selectFrom('organization_slugs').select('organization_id').where('slug', '=', named),
    )
    .executeTakeFirst()
  return row ?? null
}
