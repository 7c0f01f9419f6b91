import type { Db } from '../../db/store.ts'
import { checkRecords } from './check-records.ts'

/** One broken statement of the checker, in words that name where. */
export type Finding = { statement: 1 | 2 | 3 | 4 | 5 | 6 | 7; where: string; problem: string }
export type CheckReport = {
  findings: Finding[]
  meters: number
  records: number
  /** The bound of overspending (promise 3) and what it was: the sum of `over` and late costs, and of what meters are below zero. */
  boundNanos: bigint
  overspentNanos: bigint
}

const deadGraceMs = 60_000

/**
 * Recomputes everything that money.md promises, from one snapshot: seven statements, each over every row.
 *
 * @param db a snapshot (`store.snapshot`), so that calls which settle meanwhile do not look like faults.
 * @param nowMs milliseconds since 1970, for statement 5.
 */
export async function check(db: Db, nowMs: number): Promise<CheckReport> {
  const findings: Finding[] = []
  const records = await checkRecords(db, (finding) => findings.push(finding))
  const leases = await db
    .selectFrom('leases')
    .select(['meter_id'])
    .select(({ fn }) => [
      fn.sum<bigint>('granted_nanos').as('granted_nanos'),
      fn.sum<bigint>('used_nanos').as('used_nanos'),
    ])
    .where('state', '=', 'active')
    .groupBy('meter_id')
    .execute()
  const active = new Map(leases.map((row) => [row.meter_id, row]))
  const entries = await db
    .selectFrom('ledger')
    .select(['wallet_id'])
    .select(({ fn }) => fn.sum<bigint>('amount_nanos').as('sum_nanos'))
    .groupBy('wallet_id')
    .execute()
  const ledger = new Map(entries.map((row) => [row.wallet_id, row.sum_nanos]))
  const archives = await db
    .selectFrom('ledger')
    .select(['wallet_id'])
    .select(({ fn }) => fn.sum<bigint>('amount_nanos').as('sum_nanos'))
    .where('kind', '=', 'archive')
    .groupBy('wallet_id')
    .execute()
  const archived = new Map(archives.map((row) => [row.wallet_id, row.sum_nanos]))
  const meters = await db.selectFrom('meters').selectAll().execute()
  let boundNanos = 0n
  let overspentNanos = 0n
  for (const meter of meters) {
    const granted = active.get(meter.id)?.granted_nanos ?? 0n
    const used = active.get(meter.id)?.used_nanos ?? 0n
    const sums = records.meters.get(meter.id) ?? { cost: 0n, excess: 0n }
    if (meter.leased_nanos !== granted) {
      findings.push({
        statement: 1,
        where: meter.id,
        problem: `leased is ${meter.leased_nanos}, its active leases hold ${granted}`,
      })
    }
    const spent = meter.spent_nanos + used
    const cost = sums.cost + (archived.get(meter.id) ?? 0n)
    if (spent !== cost)
      findings.push({
        statement: 2,
        where: meter.id,
        problem: `${spent} was charged, its records cost ${cost}`,
      })
    const sum = ledger.get(meter.id) ?? 0n
    if (meter.kind === 'wallet' && meter.cap_nanos !== sum) {
      findings.push({
        statement: 3,
        where: meter.id,
        problem: `cap is ${meter.cap_nanos}, its ledger adds up to ${sum}`,
      })
    }
    const beyond = meter.spent_nanos + granted - meter.cap_nanos
    const bound = sums.excess + meter.forced_nanos
    if (beyond > bound)
      findings.push({
        statement: 4,
        where: meter.id,
        problem: `${beyond} beyond its cap, ${bound} is explained`,
      })
    if (meter.kind === 'wallet') {
      boundNanos += bound
      if (spent > meter.cap_nanos) overspentNanos += spent - meter.cap_nanos
    }
  }
  const orphans = await db
    .selectFrom('leases')
    .innerJoin('owners', 'owners.id', 'leases.owner_id')
    .select(['leases.id', 'leases.owner_id'])
    .where('leases.state', '=', 'active')
    .where('owners.expires_at', '<', nowMs - deadGraceMs)
    .execute()
  for (const lease of orphans) {
    findings.push({
      statement: 5,
      where: lease.id,
      problem: `is active, its owner ${lease.owner_id} has been dead for over a minute`,
    })
  }
  return { findings, meters: meters.length, records: records.count, boundNanos, overspentNanos }
}
