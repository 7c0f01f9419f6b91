import { randomUUID } from 'node:crypto'
import type { Deps } from '../../../deps.ts'
import { eraseAccount } from './erase-account.ts'
import { sweepExports } from './export/make-export.ts'
import { forgetBytes } from './file-bytes.ts'
import { sweepLate } from './late.ts'

const leaseMs = 120_000

/**
 * Erases the accounts that are due, on whichever node comes first: a claim is one conditional update with a lease, which each part renews,
 * and what a node left that died another one finishes.
 *
 * @param only one account, for who waits for it.
 * @returns whether none is left that is due.
 */
export async function eraseDue(deps: Deps, only?: string): Promise<boolean> {
  const { store, clock, log } = deps
  const due = await store.db
    .selectFrom('account_deletions')
    .select('account_id')
    .where('due_at', '<=', clock.now())
    .$if(only !== undefined, (rows) => rows.where('account_id', '=', only as string))
    .orderBy('due_at')
    .execute()
  let whole = true
  for (const { account_id: accountId } of due) {
    const lease = randomUUID()
    if (!(await claim(deps, accountId, lease))) {
      whole = false
      continue
    }
    try {
      if (await eraseAccount(deps, accountId, () => renew(deps, accountId, lease))) continue
    } catch (err) {
      // The id is no secret of ours to keep in a log of somebody who wants to be forgotten.
      log.error({ err }, 'an account could not be erased yet')
      await store.db
        .updateTable('account_deletions')
        .set({ leased_until: clock.now() })
        .where('account_id', '=', accountId)
        .where('lease', '=', lease)
        .execute()
    }
    whole = false
  }
  if (due.length > 0) await forgetBytes(deps, 'now')
  return whole
}

/** What comes with the hours: accounts that are due, and records that were late. */
export async function sweepLeaving(deps: Deps): Promise<void> {
  await eraseDue(deps)
  await sweepLate(deps)
  await sweepExports(deps)
  await forgetBytes(deps, 'hourly')
}

async function claim({ store, clock }: Deps, accountId: string, lease: string): Promise<boolean> {
  const now = clock.now()
  const claimed = await store.db
    .updateTable('account_deletions')
    .set({ lease, leased_until: now + leaseMs })
    .where('account_id', '=', accountId)
    .where('due_at', '<=', now)
    .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .returning('account_id')
    .executeTakeFirst()
  return claimed !== undefined
}

async function renew({ store, clock }: Deps, accountId: string, lease: string): Promise<boolean> {
  const held = await store.db
    .updateTable('account_deletions')
    .set({ leased_until: clock.now() + leaseMs })
    .where('account_id', '=', accountId)
    .where('lease', '=', lease)
    .returning('account_id')
    .executeTakeFirst()
  return held !== undefined
}
