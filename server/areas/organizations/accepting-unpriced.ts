import { rolePermissions, roles } from '../../../contract/roles.ts'
import type { Deps } from '../../deps.ts'

const deciding = roles.filter((role) => rolePermissions[role].includes('policy:update'))

/** Organizations that accept models without a price, where this person may change that, the oldest first. */
export async function acceptingUnpriced(
  { store }: Pick<Deps, 'store'>,
  accountId: string,
): Promise<{ slug: string; name: string }[]> {
  return store.db
    .selectFrom('memberships as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .innerJoin('policies as p', 'p.organization_id', 'm.organization_id')
    .select(['o.slug', 'o.name'])
    .where('m.account_id', '=', accountId)
    .where('m.role', 'in', deciding)
    .where('p.accept_unpriced_models', '=', 1)
    .orderBy('o.id')
    .limit(50)
    .execute()
}
