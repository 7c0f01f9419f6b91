import type { Deps } from '../../../deps.ts'
import { forgetCalls } from '../../money/index.ts'
import { nobody } from './nobody.ts'

const rowsAtOnce = 400

type Whose = { organizationId: string; accountId: string | null }

/**
 * Takes calls away, or the person out of them, some hundreds in a transaction: other people's calls go on in between.
 *
 * @param whose `accountId`: only theirs, which stay without them; null: all of the organization, for good.
 * @param goOn asked before each part; false ends it.
 */
export async function eraseCalls(
  { store }: Pick<Deps, 'store'>,
  { organizationId, accountId }: Whose,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  for (let after = ''; ; ) {
    let page = store.reads
      .selectFrom('usage_records')
      .select('request_id')
      .where('organization_id', '=', organizationId)
      .where('request_id', '>', after)
    if (accountId !== null) page = page.where('account_id', '=', accountId)
    const rows = await page.orderBy('request_id').limit(rowsAtOnce).execute()
    const last = rows.at(-1)
    if (!last) return true
    if (!(await goOn())) return false
    const requestIds = rows.map(({ request_id }) => request_id)
    await store.call(forgetCalls, {
      organizationId,
      requestIds,
      nameless: accountId === null ? null : nobody,
    })
    after = last.request_id
  }
}
