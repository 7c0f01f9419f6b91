import type { Deps } from '../../../deps.ts'
import { forgetCalls } from '../../money/index.ts'
import { nobody } from './nobody.ts'

const rowsAtOnce = 400

/**
 * A call that was under way while its account went is written down afterwards: it is found by being of nobody, and goes the same way. A
 * call takes minutes, so this comes with the hours, and needs to know nothing of who is gone.
 */
export async function sweepLate({ store }: Pick<Deps, 'store'>): Promise<void> {
  const rows = await store.reads
    .selectFrom('usage_hours as h')
    .leftJoin('organizations as o', 'o.id', 'h.organization_id')
    .leftJoin('accounts as a', 'a.id', 'h.account_id')
    .select(['h.organization_id', 'h.account_id', 'o.id as known'])
    .distinct()
    .where('h.account_id', '!=', nobody)
    .where((eb) => eb.or([eb('a.id', 'is', null), eb('o.id', 'is', null)]))
    .execute()
  for (const { organization_id: organizationId, account_id: accountId, known } of rows) {
    for (;;) {
      const page = await store.db
        .selectFrom('usage_records')
        .select('request_id')
        .where('organization_id', '=', organizationId)
        .where('account_id', '=', accountId)
        .limit(rowsAtOnce)
        .execute()
      if (page.length === 0) break
      const requestIds = page.map(({ request_id }) => request_id)
      await store.call(forgetCalls, { organizationId, requestIds, nameless: known === null ? null : nobody })
    }
  }
}
