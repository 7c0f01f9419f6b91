import { sql } from 'kysely'
import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import { databaseNow } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { closeLeases } from './close.ts'
import { interrupt } from './interrupted.ts'

export const heartbeatMs = 10_000
export const timeToLiveMs = 30_000
/** No admission later than this after the last heartbeat that succeeded was sent (rule 2). */
export const freshMs = (timeToLiveMs * 2) / 3

type Moment = { now: number | null }
const at = (kind: ProcedureContext['kind'], now: number | null) =>
  now === null ? databaseNow(kind) : sql<number>`cast(${now} as bigint)`

/** A node (a boot of it) or a task begins to own leases. */
export const birth = procedure(
  'birth',
  async ({ tx, kind }: ProcedureContext, input: { ownerId: string } & Moment) => {
    await tx
      .insertInto('owners')
      .values({
        id: input.ownerId,
        seq: 0,
        expires_at: sql<number>`${at(kind, input.now)} + ${sql.lit(timeToLiveMs)}`,
        state: 'alive',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },
)

export type HeartbeatInput = { ownerId: string; remembered: string[] } & Moment

/**
 * Rule 5: says that the owner lives, and closes leases of its own that it does not remember (a grant whose answer was lost).
 *
 * @returns the number of this heartbeat, or null where the owner was declared dead.
 */
export const heartbeat = procedure(
  'heartbeat',
  async ({ tx, kind }: ProcedureContext, input: HeartbeatInput): Promise<number | null> => {
    const owner = await tx
      .updateTable('owners')
      .set((eb) => ({
        seq: eb('seq', '+', 1),
        expires_at: sql<number>`${at(kind, input.now)} + ${sql.lit(timeToLiveMs)}`,
      }))
      .where('id', '=', input.ownerId)
      .where('state', '=', 'alive')
      .returning('seq')
      .executeTakeFirst()
    if (!owner) return null
    const remembered = new Set(input.remembered)
    const active = await tx
      .selectFrom('leases')
      .select('id')
      .where('owner_id', '=', input.ownerId)
      .where('state', '=', 'active')
      .execute()
    await closeLeases(
      tx,
      active.map((lease) => lease.id).filter((id) => !remembered.has(id)),
    )
    return owner.seq
  },
)

const reapedAtOnce = 200

/** Closes leases of the dead and records their calls as interrupted, a bounded number at once. */
async function bury(context: ProcedureContext): Promise<number> {
  const { tx } = context
  const leases = await tx
    .selectFrom('leases')
    .innerJoin('owners', 'owners.id', 'leases.owner_id')
    .select('leases.id')
    .where('leases.state', '=', 'active')
    .where('owners.state', '=', 'dead')
    .orderBy('leases.id')
    .limit(reapedAtOnce)
    .execute()
  const closed = await closeLeases(
    tx,
    leases.map((lease) => lease.id),
  )
  return closed + (await interrupt(context, reapedAtOnce))
}

/** Any node reaps the dead: declares owners dead whose time is up, and takes back what they held. Call again while it returns more than 0. */
export const reap = procedure('reap', async (context: ProcedureContext, input: Moment): Promise<number> => {
  const { tx, kind } = context
  await tx
    .updateTable('owners')
    .set({ state: 'dead' })
    .where('state', '=', 'alive')
    .where('expires_at', '<', at(kind, input.now))
    .execute()
  return bury(context)
})

/** One owner says that it ends: what it still holds is free at once. */
export const retire = procedure(
  'retire',
  async (context: ProcedureContext, input: { ownerId: string }): Promise<number> => {
    const { tx } = context
    await tx.updateTable('owners').set({ state: 'dead' }).where('id', '=', input.ownerId).execute()
    return bury(context)
  },
)

/** On SQLite, where one process holds the data directory: at its start everybody else is dead. */
export const reclaimAll = procedure(
  'reclaimAll',
  async (context: ProcedureContext, _input: null): Promise<number> => {
    const { tx } = context
    await tx.updateTable('owners').set({ state: 'dead' }).where('state', '=', 'alive').execute()
    return bury(context)
  },
)

const keptMs = 86_400_000
const sweptAtOnce = 500

/** Closed leases, and owners that are dead and hold nothing, are forgotten after a day, a few at once so that no call waits for it. */
export async function sweepLeases({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const before = clock.now() - keptMs
  for (;;) {
    const { numDeletedRows } = await store.db
      .deleteFrom('leases')
      .where('id', 'in', (some) =>
        some
          .selectFrom('leases')
          .select('id')
          .where('state', '=', 'closed')
          .where('at', '<', before)
          .limit(sweptAtOnce),
      )
      .executeTakeFirstOrThrow()
    if (numDeletedRows < sweptAtOnce) break
  }
  await store.db
    .deleteFrom('owners')
    .where('state', '=', 'dead')
    .where('expires_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('leases').select('leases.id').whereRef('leases.owner_id', '=', 'owners.id')),
      ),
    )
    .execute()
}
