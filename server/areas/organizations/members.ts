import { type Permission, type Role, rolePermissions, roles } from '../../../contract/roles.ts'
import type { Member, RequestContext, SignedIn } from '../../http/context.ts'
import { comparable, pageLimit, readCursor, toPage } from '../../http/page.ts'
import { avatarUrl, memberWithoutFactor } from '../accounts/index.ts'

const permissionsOf = Object.fromEntries(
  roles.map((role) => [role, new Set(rolePermissions[role])]),
) as unknown as Record<Role, ReadonlySet<Permission>>

/**
 * A person's membership in the organization that a path names by id, slug or an alias. One query whatever the name stands for: an
 * unknown organization and a foreign one are alike (promise 12).
 */
export async function findMember(
  ctx: RequestContext,
  accountId: string,
  named: string,
): Promise<Member | null> {
  if (!comparable(named)) return null
  const row = await ctx.store.db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .innerJoin('policies', 'policies.organization_id', 'memberships.organization_id')
    .select(['organizations.id', 'organizations.slug', 'memberships.role'])
    .select('policies.require_two_factor_from as two_factor_from')
    .where('memberships.account_id', '=', accountId)
    .where('memberships.organization_id', '=', (eb) =>
      // No slug holds an underscore, so an id is never somebody's slug.
      named.startsWith('org_')
        ? eb.val(named)
        : eb.selectFrom('organization_slugs').select('organization_id').where('slug', '=', named),
    )
    .executeTakeFirst()
  if (!row) return null
  const role = row.role as Role
  return {
    ...{ organizationId: row.id, slug: row.slug, role, can: permissionsOf[role] },
    twoFactorRequired: row.two_factor_from !== null && row.two_factor_from <= ctx.clock.now(),
  }
}

/** What a role may do, in the order of the table. */
export function permissionList(role: Role): Permission[] {
  return [...rolePermissions[role]]
}

/** How many members have neither an authenticator nor a passkey. */
export async function countWithoutFactor(
  { store, config }: Pick<RequestContext, 'store' | 'config'>,
  organizationId: string,
): Promise<number> {
  const { n } = await store.db
    .selectFrom('memberships')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('organization_id', '=', organizationId)
    .where(memberWithoutFactor(config))
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Who belongs to an organization, newest account first. */
export async function listMembers(
  ctx: RequestContext,
  organizationId: string,
  query: { limit?: number | undefined; cursor?: string | undefined },
) {
  const limit = pageLimit(query)
  const cursor = readCursor(query)
  const rows = await ctx.store.reads
    .selectFrom('memberships')
    .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
    .select([
      'accounts.id',
      'accounts.username',
      'accounts.nickname',
      'accounts.avatar_id',
      'memberships.role',
      'memberships.joined_at',
    ])
    .where('memberships.organization_id', '=', organizationId)
    .$if(cursor !== null, (list) => list.where('memberships.account_id', '<', cursor as string))
    .orderBy('memberships.account_id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => ({
      accountId: row.id,
      username: row.username,
      nickname: row.nickname,
      avatarUrl: avatarUrl(row.avatar_id),
      role: row.role as Role,
      joinedAt: new Date(row.joined_at).toISOString(),
    }),
  )
}

/** The organizations of a person, the personal one first, then by name. */
export async function listOrganizationsOf(ctx: RequestContext & { session: SignedIn }) {
  const { accountId, twoFactor } = ctx.session
  const now = ctx.clock.now()
  const rows = await ctx.store.db
    .selectFrom('memberships')
    .innerJoin('organizations', 'organizations.id', 'memberships.organization_id')
    .innerJoin('policies', 'policies.organization_id', 'memberships.organization_id')
    .select(['organizations.id', 'slug', 'name', 'personal_of', 'role'])
    .select('policies.require_two_factor_from as two_factor_from')
    .where('memberships.account_id', '=', accountId)
    .orderBy('organizations.name')
    .orderBy('organizations.id')
    .execute()
  const items = rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    personal: row.personal_of === accountId,
    role: row.role as Role,
    can: permissionList(row.role as Role),
    twoFactorMissing: !twoFactor && row.two_factor_from !== null && row.two_factor_from <= now,
  }))
  return items.sort((a, b) => Number(b.personal) - Number(a.personal))
}
