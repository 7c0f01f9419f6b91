import { type Selectable, type SqlBool, sql } from 'kysely'
import type { UsageRecordRow } from '../../db/schema.ts'
import type { Db } from '../../db/store.ts'
import type { Finding } from './check.ts'
import { type BucketName, costOf, type PriceVersion, ratesFromJson } from './prices/index.ts'
import { hourOf } from './roll-up.ts'

type HourSum = { calls: number; errors: number; input: number; output: number; cost: bigint; latency: number }
/** What the records of a meter add up to: `excess` is what went beyond holds or came late. */
export type RecordSums = { count: number; meters: Map<string, { cost: bigint; excess: bigint }> }

const pageSize = 2000
const picosPerNano = 1000n

async function loadPrices(db: Db): Promise<Map<string, PriceVersion>> {
  const rows = await db
    .selectFrom('prices')
    .select(['id', 'model', 'state', 'effective_from', 'rates'])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        model: row.model,
        state: row.state === 'free' ? 'free' : 'priced',
        effectiveFrom: row.effective_from,
        rates: ratesFromJson(row.rates),
      },
    ]),
  )
}

/** The cost that a record's own lines add up to, and the one that its price gives for their quantities. */
function recompute(
  row: Selectable<UsageRecordRow>,
  prices: Map<string, PriceVersion>,
): { lines: bigint; price: bigint | null } {
  const lines = JSON.parse(row.buckets) as [BucketName, string, string, string][]
  let picos = 0n
  const quantities: Partial<Record<BucketName, bigint>> = {}
  for (const [name, quantity, rate, amount] of lines) {
    if (BigInt(quantity) * BigInt(rate) !== BigInt(amount)) return { lines: -1n, price: null }
    picos += BigInt(amount)
    quantities[name] = (quantities[name] ?? 0n) + BigInt(quantity)
  }
  const price = row.price_id === null ? null : (prices.get(row.price_id) ?? null)
  const known = price && lines.length > 0 ? costOf(price, quantities).costNanos : null
  // Rounded once, half up, from the exact sum.
  return { lines: (picos + picosPerNano / 2n) / picosPerNano, price: known }
}

function addHour(hours: Map<string, HourSum>, row: Selectable<UsageRecordRow>): void {
  const name = [row.organization_id, hourOf(row.at), row.key_id, row.account_id, row.model].join(' ')
  const sum = hours.get(name) ?? { calls: 0, errors: 0, input: 0, output: 0, cost: 0n, latency: 0 }
  sum.calls += 1
  if (row.error_code !== null) sum.errors += 1
  sum.input += row.input_tokens
  sum.output += row.output_tokens
  sum.cost += row.cost_nanos
  sum.latency += row.latency_ms
  hours.set(name, sum)
}

async function checkHours(
  db: Db,
  hours: Map<string, HourSum>,
  report: (finding: Finding) => void,
): Promise<void> {
  const rows = await db.selectFrom('usage_hours').selectAll().execute()
  const zero: HourSum = { calls: 0, errors: 0, input: 0, output: 0, cost: 0n, latency: 0 }
  for (const row of rows) {
    const name = [row.organization_id, row.hour, row.key_id, row.account_id, row.model].join(' ')
    const sum = hours.get(name) ?? zero
    hours.delete(name)
    const same =
      sum.calls === row.calls &&
      sum.errors === row.errors &&
      sum.input === row.input_tokens &&
      sum.output === row.output_tokens &&
      sum.cost === row.cost_nanos &&
      sum.latency === row.latency_ms
    if (!same)
      report({
        statement: 7,
        where: name,
        problem: `says ${row.calls} calls, ${row.cost_nanos}; its records say ${sum.calls}, ${sum.cost}`,
      })
  }
  for (const [name, sum] of hours)
    report({ statement: 7, where: name, problem: `is missing: ${sum.calls} records` })
}

/** Statements 6 and 7, and the sums by meter for the others: every record is read once, by pages. */
export async function checkRecords(db: Db, report: (finding: Finding) => void): Promise<RecordSums> {
  const prices = await loadPrices(db)
  const meters: RecordSums['meters'] = new Map()
  const hours = new Map<string, HourSum>()
  let count = 0
  let after: [string, string] = ['', '']
  for (;;) {
    const rows = await db
      .selectFrom('usage_records')
      .selectAll()
      .where(sql<SqlBool>`(organization_id, request_id) > (${after[0]}, ${after[1]})`)
      .orderBy('organization_id')
      .orderBy('request_id')
      .limit(pageSize)
      .execute()
    for (const row of rows) {
      count += 1
      const sums = recompute(row, prices)
      if (sums.lines !== row.cost_nanos) {
        report({
          statement: 6,
          where: row.request_id,
          problem: `cost ${row.cost_nanos}, its lines add up to ${sums.lines}`,
        })
      } else if (sums.price !== null && sums.price !== row.cost_nanos) {
        report({
          statement: 6,
          where: row.request_id,
          problem: `cost ${row.cost_nanos}, its price ${row.price_id} gives ${sums.price}`,
        })
      }
      const excess = row.late === 1 ? row.cost_nanos : row.over_nanos
      for (const meter of JSON.parse(row.meters) as string[]) {
        const sum = meters.get(meter) ?? { cost: 0n, excess: 0n }
        meters.set(meter, { cost: sum.cost + row.cost_nanos, excess: sum.excess + excess })
      }
      addHour(hours, row)
    }
    const last = rows.at(-1)
    if (rows.length < pageSize || !last) break
    after = [last.organization_id, last.request_id]
  }
  await checkHours(db, hours, report)
  return { count, meters }
}
