import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import type { Db } from '../../db/store.ts'

/**
 * Money.md, rule 4: giving back and reclaiming are the same act. A lease that is closed already is passed over, so twice does nothing.
 *
 * @returns how many leases this call closed.
 */
export async function closeLeases(tx: Db, leaseIds: readonly string[]): Promise<number> {
  const back = new Map<string, { granted: bigint; used: bigint }>()
  let closed = 0
  for (const id of [...leaseIds].sort()) {
    const lease = await tx
      .updateTable('leases')
      .set({ state: 'closed' })
      .where('id', '=', id)
      .where('state', '=', 'active')
      .returning(['meter_id', 'granted_nanos', 'used_nanos'])
      .executeTakeFirst()
    if (!lease) continue
    closed += 1
    const sum = back.get(lease.meter_id) ?? { granted: 0n, used: 0n }
    back.set(lease.meter_id, {
      granted: sum.granted + lease.granted_nanos,
      used: sum.used + lease.used_nanos,
    })
  }
  for (const [meterId, { granted, used }] of [...back].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .updateTable('meters')
      .set((eb) => ({
        leased_nanos: eb('leased_nanos', '-', granted),
        spent_nanos: eb('spent_nanos', '+', used),
      }))
      .where('id', '=', meterId)
      .execute()
  }
  return closed
}

/** Closes leases in a transaction of its own. */
export const close = procedure('close', async ({ tx }: ProcedureContext, input: { leaseIds: string[] }) =>
  closeLeases(tx, input.leaseIds),
)
