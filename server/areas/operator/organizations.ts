import { contains } from '../../db/sql.ts'
import type { RequestContext } from '../../http/context.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { type OrganizationWithBalance, presentOrganization } from './present.ts'

/** Every organization with its wallet's figures, newest first. */
export async function listOrganizations(
  { store }: RequestContext,
  query: { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const { q } = query
  const rows: OrganizationWithBalance[] = await store.reads
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
    .$if(cursor !== null, (list) => list.where('organizations.id', '<', cursor as string))
    .$if(q !== undefined && q !== '', (list) =>
      list.where((eb) =>
        eb.or(
          ['organizations.id', 'organizations.slug', 'organizations.name'].map((column) =>
            contains(column, q as string),
          ),
        ),
      ),
    )
    .orderBy('organizations.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => row.id, presentOrganization)
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
