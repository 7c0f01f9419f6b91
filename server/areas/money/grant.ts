import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import { databaseNow } from '../../db/sql.ts'

/** One meter of a grant: at least `need` nano-dollars or nothing, up to `want` where that much is left. */
export type GrantAsk = { leaseId: string; meterId: string; needNanos: bigint; wantNanos: bigint }
export type GrantInput = { ownerId: string; asks: GrantAsk[]; now: number | null }

export type GrantedLease = {
  leaseId: string
  meterId: string
  grantedNanos: bigint
  periodEnd: number | null
}
/** What stood in the way; `spentNanos` counts active leases too, `freeNanos` is what could still be granted. */
export type GrantRefusal = {
  meterId: string
  capNanos: bigint
  spentNanos: bigint
  freeNanos: bigint
  periodEnd: number | null
}
export type GrantResult =
  | { state: 'granted'; leases: GrantedLease[] }
  /** The owner was declared dead: take a new one. */
  | { state: 'fenced' }
  /** A lease of this ask was closed meanwhile: ask again with new ids. */
  | { state: 'stale' }
  | { state: 'refused'; refusal: GrantRefusal }

const share = 4n

/** The size of a grant: a share of what is left, or what waiting calls want, and never below the exact need. */
export function grantSize(free: bigint, need: bigint, want: bigint): bigint {
  const wanted = want < free ? want : free
  const part = free / share
  const size = wanted > part ? wanted : part
  return size > need ? size : need
}

/**
 * Money.md, rule 1: all meters or none, in order of id, for an owner that is alive. Lease ids are the asker's, so a retry after a lost
 * answer finds its own leases instead of taking more.
 */
export const grant = procedure(
  'grant',
  async ({ tx, kind }: ProcedureContext, input: GrantInput): Promise<GrantResult> => {
    const owner = await tx
      .updateTable('owners')
      .set((eb) => ({ seq: eb.ref('seq') }))
      .where('id', '=', input.ownerId)
      .where('state', '=', 'alive')
      .returning('id')
      .executeTakeFirst()
    if (!owner) return { state: 'fenced' }
    const asks = [...input.asks].sort((a, b) => (a.meterId < b.meterId ? -1 : 1))
    const found: GrantedLease[] = []
    const sizes: { ask: GrantAsk; size: bigint; periodEnd: number | null }[] = []
    for (const ask of asks) {
      // An update that changes nothing takes the row's lock, so that what is read here still holds below.
      const meter = await tx
        .updateTable('meters')
        .set((eb) => ({ leased_nanos: eb.ref('leased_nanos') }))
        .where('id', '=', ask.meterId)
        .returning(['cap_nanos', 'spent_nanos', 'leased_nanos', 'period_end', 'state'])
        .executeTakeFirst()
      const own = await tx
        .selectFrom('leases')
        .select(['granted_nanos', 'state'])
        .where('id', '=', ask.leaseId)
        .executeTakeFirst()
      if (own) {
        if (own.state !== 'active') return { state: 'stale' }
        found.push({
          leaseId: ask.leaseId,
          meterId: ask.meterId,
          grantedNanos: own.granted_nanos,
          periodEnd: meter?.period_end ?? null,
        })
        continue
      }
      const cap = meter?.state === 'open' ? meter.cap_nanos : 0n
      const free = meter?.state === 'open' ? cap - meter.spent_nanos - meter.leased_nanos : 0n
      const periodEnd = meter?.period_end ?? null
      if (meter?.state !== 'open' || free < ask.needNanos) {
        const used = await tx
          .selectFrom('leases')
          .select(({ fn }) => fn.sum<bigint | null>('used_nanos').as('used_nanos'))
          .where('meter_id', '=', ask.meterId)
          .where('state', '=', 'active')
          .executeTakeFirst()
        const spentNanos = (meter?.spent_nanos ?? 0n) + BigInt(used?.used_nanos ?? 0n)
        return {
          state: 'refused',
          refusal: { meterId: ask.meterId, capNanos: cap, spentNanos, freeNanos: free, periodEnd },
        }
      }
      sizes.push({ ask, size: grantSize(free, ask.needNanos, ask.wantNanos), periodEnd })
    }
    for (const { ask, size, periodEnd } of sizes) {
      const taken = await tx
        .updateTable('meters')
        .set((eb) => ({ leased_nanos: eb('leased_nanos', '+', size) }))
        .where('id', '=', ask.meterId)
        .where('state', '=', 'open')
        .where((eb) => eb(eb('cap_nanos', '-', eb('spent_nanos', '+', eb.ref('leased_nanos'))), '>=', size))
        .returning('id')
        .executeTakeFirst()
      // Cannot happen under the lock; if it does, nothing of this grant may stand.
      if (!taken) throw new Error(`Meter ${ask.meterId} changed under its lock`)
      await tx
        .insertInto('leases')
        .values({
          id: ask.leaseId,
          meter_id: ask.meterId,
          owner_id: input.ownerId,
          granted_nanos: size,
          at: input.now ?? databaseNow(kind),
        })
        .execute()
      found.push({ leaseId: ask.leaseId, meterId: ask.meterId, grantedNanos: size, periodEnd })
    }
    return { state: 'granted', leases: found }
  },
)
