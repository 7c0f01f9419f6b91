import { type Role, rolePermissions } from '../../../contract/roles.ts'
import type { Deps } from '../../deps.ts'
import { pageLimit, readCursor } from '../../http/page.ts'
import type { Asking } from './policy.ts'
import { havingStatus, type KeyRow, keyRows, matching } from './rows.ts'
import type { KeyStatus } from './status.ts'

type Reading = Pick<Deps, 'store' | 'clock'>
type Query = { limit?: number | undefined; cursor?: string | undefined; q?: string | undefined }

/** Keys of an organization that a person may see, newest first; one more than a page. */
export async function listKeys(
  { store, clock }: Reading,
  organizationId: string,
  asking: Asking,
  query: Query & { status?: KeyStatus | undefined },
): Promise<KeyRow[]> {
  const now = clock.now()
  const cursor = readCursor(query)
  const { q, status } = query
  let rows = keyRows(store.reads, now).where('k.organization_id', '=', organizationId)
  if (!asking.can.has('keys:read')) rows = rows.where('k.account_id', '=', asking.accountId)
  if (q) rows = rows.where(matching(q))
  if (status) rows = rows.where((where) => havingStatus(where, status, now))
  if (cursor !== null) rows = rows.where('k.id', '<', cursor)
  return rows
    .orderBy('k.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute()
}

/** Keys that a person made, in every organization that they belong to, with whether their role there lets them manage them. */
export async function listOwnKeys(
  { store, clock }: Reading,
  accountId: string,
  query: Query,
): Promise<(KeyRow & { manage: boolean })[]> {
  const cursor = readCursor(query)
  const { q } = query
  let rows = keyRows(store.reads, clock.now())
    .innerJoin('memberships as mine', (join) =>
      join
        .onRef('mine.organization_id', '=', 'k.organization_id')
        .onRef('mine.account_id', '=', 'k.account_id'),
    )
    .select('mine.role')
    .where('k.account_id', '=', accountId)
  if (q) rows = rows.where(matching(q))
  if (cursor !== null) rows = rows.where('k.id', '<', cursor)
  const found = await rows
    .orderBy('k.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute()
  return found.map((row) => ({
    ...row,
    manage: rolePermissions[row.role as Role].includes('keys:manageOwn'),
  }))
}
