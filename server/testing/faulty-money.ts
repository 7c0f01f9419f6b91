import { CompiledQuery } from 'kysely'
import { type GrantInput, type GrantResult, grant } from '../areas/money/grant.ts'
import { insertRecords } from '../areas/money/insert-records.ts'
import type { addLedgerEntry } from '../areas/money/ledger.ts'
import { changeCap, walletId } from '../areas/money/meters.ts'
import type { Settlement } from '../areas/money/records.ts'
import { settleCalls } from '../areas/money/settle.ts'
import { type ProcedureContext, procedure } from '../db/procedure.ts'
import { placeholders } from '../db/sql.ts'

/** Faults planted on purpose, one for each statement of the checker: each must turn it red. */

/** 1: a lease is closed, but its meter keeps it as leased. */
export const closeKeepsLeased = procedure(
  'closeKeepsLeased',
  async ({ tx }: ProcedureContext, input: { leaseIds: string[] }) => {
    for (const id of input.leaseIds) {
      await tx
        .updateTable('leases')
        .set({ state: 'closed' })
        .where('id', '=', id)
        .where('state', '=', 'active')
        .execute()
    }
    return input.leaseIds.length
  },
)

/** 2: a settlement that is sent again charges again (read, check, write instead of what the insert returned). */
export const settleChargesAgain = procedure(
  'settleChargesAgain',
  async (context: ProcedureContext, input: { settlements: readonly Settlement[] }) => {
    const { tx, kind } = context
    await settleCalls(context, input.settlements)
    for (const { record, meters } of input.settlements) {
      const seen = await tx
        .selectFrom('usage_hours')
        .select('calls')
        .where('hour', '<=', record.at)
        .executeTakeFirst()
      if ((seen?.calls ?? 0) % 2 === 0) continue
      for (const meter of meters) {
        const text = placeholders(kind, 'update meters set spent_nanos = spent_nanos + ? where id = ?')
        await tx.executeQuery(CompiledQuery.raw(text, [record.costNanos, meter]))
      }
    }
  },
)

/** 3: money without a line in the ledger. */
export const creditWithoutLedger: typeof addLedgerEntry = async (tx, input) => {
  await changeCap(tx, walletId(input.organizationId), input.amountNanos)
  const balanceNanos = 0n
  return {
    id: 'led_none',
    at: input.now,
    kind: input.kind,
    ref: input.ref,
    amountNanos: input.amountNanos,
    balanceNanos,
    note: input.note,
  }
}

/** 4: a grant that does not ask how much is left. */
export const grantUnguarded = procedure(
  'grantUnguarded',
  async (context: ProcedureContext, input: GrantInput): Promise<GrantResult> => {
    const { tx } = context
    const leases = []
    const result = await grant.body(context, input)
    if (result.state !== 'refused') return result
    for (const ask of input.asks) {
      await tx
        .updateTable('meters')
        .set((eb) => ({ leased_nanos: eb('leased_nanos', '+', ask.needNanos) }))
        .where('id', '=', ask.meterId)
        .execute()
      const row = {
        id: ask.leaseId,
        meter_id: ask.meterId,
        owner_id: input.ownerId,
        granted_nanos: ask.needNanos,
        at: 0,
      }
      await tx.insertInto('leases').values(row).execute()
      leases.push({
        leaseId: ask.leaseId,
        meterId: ask.meterId,
        grantedNanos: ask.needNanos,
        periodEnd: null,
      })
    }
    return { state: 'granted', leases }
  },
)

/** 5: nobody reaps the dead. */
export const reapNobody = procedure(
  'reapNobody',
  async (_: ProcedureContext, _input: { now: number | null }) => 0,
)

/** 6: each part of a cost is rounded by itself. */
export const roundTwice = (picos: bigint): bigint => (picos + 999n) / 1000n

/** 7: records that no hour knows of. */
export const settleWithoutHours = procedure(
  'settleWithoutHours',
  async (context: ProcedureContext, input: { settlements: readonly Settlement[] }) => {
    const free = input.settlements.filter(({ record }) => record.costNanos === 0n)
    const paid = input.settlements.filter(({ record }) => record.costNanos !== 0n)
    await insertRecords(context, free)
    await settleCalls(context, paid)
  },
)

/** Not a statement of the checker, but of the machine: a stream that was given up as interrupted is never charged after all. */
export const settleKeepsInterrupted = procedure(
  'settleKeepsInterrupted',
  async (context: ProcedureContext, input: { settlements: readonly Settlement[] }) => {
    const { tx } = context
    const ids = input.settlements.map(({ record }) => record.requestId)
    const rows = await tx
      .selectFrom('usage_records')
      .select('request_id')
      .where('request_id', 'in', ids)
      .execute()
    const known = new Set(rows.map((row) => row.request_id))
    await settleCalls(
      context,
      input.settlements.filter(({ record }) => !known.has(record.requestId)),
    )
  },
)
