import type { Tx } from '../../db/store.ts'
import { closeLeases } from './close.ts'

/**
 * Takes an organization's meters away, with what was lent of them and their ledger (money.md, rule 9): closed first, so that nothing more
 * is granted. A call that is still under way settles into nothing; `sweepLate` takes its record.
 */
export async function dropMeters(tx: Tx, subject: string): Promise<void> {
  const meters = await tx
    .updateTable('meters')
    .set({ state: 'closed' })
    .where('subject', '=', subject)
    .returning('id')
    .execute()
  for (const { id } of meters) {
    const active = tx
      .selectFrom('leases')
      .select('id')
      .where('meter_id', '=', id)
      .where('state', '=', 'active')
    const leases = await active.execute()
    await closeLeases(
      tx,
      leases.map((lease) => lease.id),
    )
    await tx.deleteFrom('leases').where('meter_id', '=', id).execute()
    await tx.deleteFrom('ledger').where('wallet_id', '=', id).execute()
    await tx.deleteFrom('meters').where('id', '=', id).execute()
  }
}
