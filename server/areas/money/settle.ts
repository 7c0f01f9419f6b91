import { type ProcedureContext, procedure } from '../../db/procedure.ts'
import { placeholders } from '../../db/sql.ts'
import { insertRecords } from './insert-records.ts'
import { interruptedCode, interruptedRecord } from './interrupted.ts'
import { type CallRecord, overOf, type Settlement, usedOf } from './records.ts'
import { rollUp } from './roll-up.ts'

const statement = (text: string) => ({
  sqlite: placeholders('sqlite', text),
  postgres: placeholders('postgres', text),
})
const useLease = statement(`update leases set used_nanos = used_nanos + ? where id = ? and state = 'active'`)
const spend = statement(`update meters set spent_nanos = spent_nanos + ? where id = ?`)
const markLate = statement(`update usage_records set late = 1 where organization_id = ? and request_id = ?`)
const closeCall = statement(`delete from open_calls where request_id = ?`)

const dropInterrupted = statement(
  `delete from usage_records where organization_id = ? and request_id = ? and error_code = '${interruptedCode}' returning request_id`,
)

/**
 * A node that was only paused comes back to streams that were written down as interrupted: what it knows of them takes their place.
 */
async function replaceInterrupted(
  context: ProcedureContext,
  settlements: readonly Settlement[],
  fresh: readonly Settlement[],
): Promise<Settlement[]> {
  const known = new Set(fresh)
  const replaced: Settlement[] = []
  for (const settlement of settlements) {
    if (known.has(settlement) || settlement.record.errorCode === interruptedCode) continue
    const { organizationId, requestId } = settlement.record
    const { rows } = await context.run(dropInterrupted[context.kind], [organizationId, requestId])
    if (rows.length > 0) replaced.push(settlement)
  }
  await rollUp(
    context,
    replaced.map(({ record }) => interruptedRecord(record)),
    -1,
  )
  return insertRecords(context, replaced)
}

/**
 * Money.md, rule 3: writes the records of finished calls and charges them, once each. What no live lease carries goes to the meter
 * itself: `over` beyond the hold, `late` where the lease was reclaimed.
 */
export async function settleCalls(
  context: ProcedureContext,
  settlements: readonly Settlement[],
): Promise<void> {
  const fresh = await insertRecords(context, settlements)
  if (fresh.length < settlements.length)
    fresh.push(...(await replaceInterrupted(context, settlements, fresh)))
  const fromLease = new Map<string, { meterId: string; nanos: bigint; calls: CallRecord[] }>()
  const fromMeter = new Map<string, bigint>()
  const charge = (meterId: string, nanos: bigint): void => {
    if (nanos !== 0n) fromMeter.set(meterId, (fromMeter.get(meterId) ?? 0n) + nanos)
  }
  for (const settlement of fresh) {
    for (const { leaseId, meterId, nanos } of usedOf(settlement)) {
      const sum = fromLease.get(leaseId)
      if (sum) {
        sum.nanos += nanos
        sum.calls.push(settlement.record)
      } else fromLease.set(leaseId, { meterId, nanos, calls: [settlement.record] })
    }
    for (const meterId of settlement.meters) charge(meterId, overOf(settlement))
  }
  for (const [leaseId, sum] of [...fromLease].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { changes } = await context.run(useLease[context.kind], [sum.nanos, leaseId])
    if (changes > 0) continue
    charge(sum.meterId, sum.nanos)
    for (const { organizationId, requestId } of sum.calls)
      await context.run(markLate[context.kind], [organizationId, requestId])
  }
  for (const [meterId, nanos] of [...fromMeter].sort(([a], [b]) => (a < b ? -1 : 1)))
    await context.run(spend[context.kind], [nanos, meterId])
  for (const { record } of fresh)
    if (record.stream) await context.run(closeCall[context.kind], [record.requestId])
  await rollUp(
    context,
    fresh.map(({ record }) => record),
  )
}

/** Settles a batch in a transaction of its own; settling the same call again does nothing (promise 5). */
export const settle = procedure(
  'settle',
  async (context: ProcedureContext, input: { settlements: readonly Settlement[] }) =>
    settleCalls(context, input.settlements),
)
