import { sql } from 'kysely'
import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { nanosToUsd } from '../money/index.ts'
import type { Seeing } from './calls.ts'
import { rangeReversed, rangeTooLong } from './errors.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const defaultDays = 30
const mostDaysByHour = 400
const mostGroups = 100

export type SummaryQuery = {
  from?: string | undefined
  to?: string | undefined
  interval?: 'hour' | 'day' | undefined
  by?: 'model' | 'key' | 'account' | undefined
}
type Range = { from: number; to: number }
type Sums = {
  calls: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_nanos: bigint
  latency_ms: number
}

const columns = { model: 'model', key: 'key_id', account: 'account_id' } as const

/**
 * Sums of calls from the hourly roll-ups, never from the records: its cost does not grow with the number of calls. Days are UTC days;
 * hours and days without a call are left out.
 *
 * @throws range_reversed, range_too_long.
 */
export async function summarize(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  seeing: Seeing,
  query: SummaryQuery,
) {
  const interval = query.interval ?? 'day'
  const range = wholeHours(query, clock.now())
  if (interval === 'hour' && range.to - range.from > mostDaysByHour * dayMs)
    throw rangeTooLong(mostDaysByHour)
  const series = await sumsOverTime(store.reads, seeing, range, interval)
  const groups = query.by ? await sumsByGroup(store.reads, seeing, range, query.by) : []
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    totals: presentSums(series.reduce<Sums>(add, none)),
    series: series.map((row) => ({ at: new Date(row.at).toISOString(), ...presentSums(row) })),
    groups: groups.map((row) => ({ id: row.id, name: row.name, ...presentSums(row) })),
  }
}

/** The time asked for, widened to whole hours; the last 30 days where nothing is said. */
function wholeHours(query: SummaryQuery, now: number): Range {
  const to = query.to === undefined ? now : Date.parse(query.to)
  const from = query.from === undefined ? to - defaultDays * dayMs : Date.parse(query.from)
  if (from > to) throw rangeReversed()
  return { from: Math.floor(from / hourMs) * hourMs, to: Math.ceil(to / hourMs) * hourMs }
}

function hoursOf(db: Db, { organizationId, accountId, can }: Seeing, { from, to }: Range) {
  const hours = db
    .selectFrom('usage_hours as h')
    .where('h.organization_id', '=', organizationId)
    .where('h.hour', '>=', from)
    .where('h.hour', '<', to)
    .select((of) => [
      of.fn.sum<number>('h.calls').as('calls'),
      of.fn.sum<number>('h.errors').as('errors'),
      of.fn.sum<number>('h.input_tokens').as('input_tokens'),
      of.fn.sum<number>('h.output_tokens').as('output_tokens'),
      of.fn.sum<bigint>('h.cost_nanos').as('cost_nanos'),
      of.fn.sum<number>('h.latency_ms').as('latency_ms'),
    ])
  return can.has('usage:read') ? hours : hours.where('h.account_id', '=', accountId)
}

async function sumsOverTime(db: Db, seeing: Seeing, range: Range, interval: 'hour' | 'day') {
  const width = sql.lit(interval === 'hour' ? hourMs : dayMs)
  const at = sql<number>`h.hour - h.hour % ${width}`
  return hoursOf(db, seeing, range).select(at.as('at')).groupBy(at).orderBy('at').execute()
}

async function sumsByGroup(db: Db, seeing: Seeing, range: Range, by: 'model' | 'key' | 'account') {
  const rows = await hoursOf(db, seeing, range)
    .select(`h.${columns[by]} as id`)
    .groupBy('id')
    .orderBy('cost_nanos', 'desc')
    .orderBy('calls', 'desc')
    .orderBy('id')
    .limit(mostGroups)
    .execute()
  const names = await namesOf(
    db,
    by,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.id) ?? null }))
}

/** What people call the models, keys or members of a summary; no name for what is gone. */
async function namesOf(db: Db, by: 'model' | 'key' | 'account', ids: string[]): Promise<Map<string, string>> {
  if (by === 'model') return new Map(ids.map((id) => [id, id]))
  if (ids.length === 0) return new Map()
  if (by === 'key') {
    const keys = await db.selectFrom('api_keys').select(['id', 'name']).where('id', 'in', ids).execute()
    return new Map(keys.map(({ id, name }) => [id, name]))
  }
  const people = await db
    .selectFrom('accounts')
    .select(['id', 'username', 'nickname'])
    .where('id', 'in', ids)
    .execute()
  return new Map(people.map(({ id, username, nickname }) => [id, nickname ?? username]))
}

const none: Sums = { calls: 0, errors: 0, input_tokens: 0, output_tokens: 0, cost_nanos: 0n, latency_ms: 0 }

function add(one: Sums, other: Sums): Sums {
  return {
    calls: one.calls + other.calls,
    errors: one.errors + other.errors,
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    cost_nanos: one.cost_nanos + other.cost_nanos,
    latency_ms: one.latency_ms + other.latency_ms,
  }
}

function presentSums(sums: Sums) {
  return {
    calls: sums.calls,
    errors: sums.errors,
    inputTokens: sums.input_tokens,
    outputTokens: sums.output_tokens,
    costUsd: nanosToUsd(sums.cost_nanos),
    averageLatencyMs: sums.calls === 0 ? null : Math.round(sums.latency_ms / sums.calls),
  }
}
