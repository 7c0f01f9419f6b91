import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/store.ts'

/** A wallet's meter, named by its organization. */
export function walletId(organizationId: string): string {
  return `wal_${organizationId.slice('org_'.length)}`
}

/** Opens an organization's wallet, empty. In the transaction that makes the organization. */
export async function openWallet(tx: Db, organizationId: string): Promise<void> {
  const row = {
    kind: 'wallet',
    scope: 'organization',
    subject: organizationId,
    period_start: null,
    period_end: null,
  }
  await tx
    .insertInto('meters')
    .values({ id: walletId(organizationId), ...row, cap_nanos: 0n })
    .execute()
}

/**
 * Raises or lowers what a meter may spend, in one statement. Lowering it below what is spent and leased is allowed (an operator's
 * adjustment, a smaller budget); by how much it forced the meter is kept, since the checker's bound counts it.
 *
 * @returns whether there was such an open meter.
 */
export async function changeCap(tx: Db, meterId: string, deltaNanos: bigint): Promise<boolean> {
  const beyond = (cap: RawBuilder<bigint>) => sql<bigint>`(spent_nanos + leased_nanos - ${cap})`
  const positive = (amount: RawBuilder<bigint>) =>
    sql<bigint>`(case when ${amount} > 0 then ${amount} else 0 end)`
  const before = positive(beyond(sql<bigint>`cap_nanos`))
  const after = positive(beyond(sql<bigint>`(cap_nanos + cast(${deltaNanos} as bigint))`))
  const changed = await tx
    .updateTable('meters')
    .set((eb) => ({
      cap_nanos: eb('cap_nanos', '+', deltaNanos),
      ...(deltaNanos < 0n ? { forced_nanos: sql<bigint>`forced_nanos + ${after} - ${before}` } : {}),
    }))
    .where('id', '=', meterId)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

/** A meter's figures at one moment, all in nano-dollars. */
export type MeterFigures = {
  cap: bigint
  /** Everything that its usage records cost, of closed and of active leases. */
  spent: bigint
  /** What active leases have set aside and not used. */
  held: bigint
}

/** Reads a meter; null where there is none. */
export async function readMeter(db: Db, id: string): Promise<MeterFigures | null> {
  const row = await db
    .selectFrom('meters')
    .leftJoin('leases', (join) =>
      join.onRef('leases.meter_id', '=', 'meters.id').on('leases.state', '=', 'active'),
    )
    .where('meters.id', '=', id)
    .select(['meters.cap_nanos', 'meters.spent_nanos', 'meters.leased_nanos'])
    .select(({ fn }) => fn.sum<bigint | null>('leases.used_nanos').as('used_nanos'))
    .groupBy(['meters.cap_nanos', 'meters.spent_nanos', 'meters.leased_nanos'])
    .executeTakeFirst()
  if (!row) return null
  const used = BigInt(row.used_nanos ?? 0n)
  return { cap: row.cap_nanos, spent: row.spent_nanos + used, held: row.leased_nanos - used }
}
