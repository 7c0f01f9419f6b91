import type { Deps } from '../../../deps.ts'
import { dropMeters } from '../../money/index.ts'
import { hideSlugs } from '../../organizations/index.ts'
import { eraseCalls } from './erase-calls.ts'

const rowsAtOnce = 1000

/**
 * Takes an organization away that nobody else is in: its money first, so that nothing is spent any more, its calls and what happened in it
 * in parts, then itself. Beginning anew after a cut goes on where it stopped.
 *
 * @returns false where `goOn` ended it.
 */
export async function eraseOrganization(
  deps: Pick<Deps, 'store'>,
  organizationId: string,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const { store } = deps
  await store.transaction(async (tx) => {
    const keys = tx.selectFrom('api_keys').select('id').where('organization_id', '=', organizationId)
    await tx.deleteFrom('api_key_secrets').where('key_id', 'in', keys).execute()
    await tx.deleteFrom('open_calls').where('organization_id', '=', organizationId).execute()
    await dropMeters(tx, organizationId)
    store.announce(tx, { kind: 'organization', id: organizationId })
  })
  if (!(await eraseCalls(deps, { organizationId, accountId: null }, goOn))) return false
  for (;;) {
    if (!(await goOn())) return false
    const part = store.db
      .selectFrom('audit_events')
      .select('id')
      .where('organization_id', '=', organizationId)
      .limit(rowsAtOnce)
    const gone = await store.db.deleteFrom('audit_events').where('id', 'in', part).returning('id').execute()
    if (gone.length === 0) break
  }
  await store.transaction(async (tx) => {
    await tx.deleteFrom('usage_hours').where('organization_id', '=', organizationId).execute()
    await tx.deleteFrom('api_keys').where('organization_id', '=', organizationId).execute()
    await tx.deleteFrom('policies').where('organization_id', '=', organizationId).execute()
    await tx.deleteFrom('memberships').where('organization_id', '=', organizationId).execute()
    await hideSlugs(tx, organizationId)
    await tx.deleteFrom('organizations').where('id', '=', organizationId).execute()
    store.announce(tx, { kind: 'organization', id: organizationId })
  })
  return true
}
