import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { comparable } from '../../http/page.ts'
import { type Interval, localOf, momentOf, stretchesOf, zoneOf } from './calendar.ts'
import type { Seeing } from './calls.ts'
import { rangeReversed, rangeTooLong, unknownZone } from './errors.ts'
import { seriesOf, slotExpression } from './series.ts'
import { add, none, presentSums, type Sums } from './sums.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const defaultDays = 30
/** By the hour always; by day or month, and without end, where empty ones are wanted, too. */
const mostDays = { hour: 400, day: 4000, month: 40_000 }
const mostGroups = 100
/** A chart shows six series: these, and all others as one. */
const mostParts = 5

type By = 'model' | 'key' | 'account'
export type SummaryQuery = {
  from?: string | undefined
  to?: string | undefined
  interval?: Interval | undefined
  zone?: string | undefined
  by?: By | undefined
  model?: string | undefined
  key?: string | undefined
  account?: string | undefined
  stack?: 'model' | undefined
  empty?: 'include' | undefined
  compare?: 'previous' | undefined
}
type Range = { from: number; to: number }
/** Whose and which hours are added up. */
type Which = {
  seeing: Seeing
  model?: string | undefined
  key?: string | undefined
  account?: string | undefined
}

const columns = { model: 'model', key: 'key_id', account: 'account_id' } as const

/**
 * Sums of calls from the hourly roll-ups, never from the records: its cost does not grow with the number of calls. Days and months are
 * those of `zone`, UTC where none is named; an hour counts for the day that it begins in. What is empty is left out unless it is asked for.
 *
 * @throws range_reversed, range_too_long, invalid_time_zone.
 */
export async function summarize(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  seeing: Seeing,
  query: SummaryQuery,
) {
  const interval = query.interval ?? 'day'
  const whole = query.empty === 'include'
  const range = wholeHours(query, clock.now())
  const days = (range.to - range.from) / dayMs
  if ((whole || interval === 'hour') && days > mostDays[interval])
    throw rangeTooLong(interval, mostDays[interval])
  const zone = zoneOf(query.zone ?? 'UTC')
  if (zone === null) throw unknownZone()
  // Twice as far back: the time before is of the same length. Nothing was called in the future.
  const stretches = stretchesOf(zone, {
    from: range.from - (range.to - range.from) - dayMs,
    to: Math.min(range.to, clock.now() + 7 * dayMs),
  })
  const { model, key, account } = query
  const which: Which = { seeing, model, key, account }

  const at = slotExpression(stretches, interval)
  // By the hour first, in the order of the key: otherwise every row goes through a sort by day.
  const hours = sumsOf(store.reads, which, range).select('h.hour').groupBy('h.hour').as('h')
  const rows = await store.reads
    .selectFrom(hours)
    .select([...sums, at.as('at')])
    .groupBy(at)
    .orderBy('at')
    .execute()
  const groups = query.by ? await sumsByGroup(store.reads, which, range, query.by) : []
  const before = query.compare
    ? await previous(store.reads, which, timeBefore(stretches, range), query.by, groups)
    : null
  const slots = { stretches, interval, range }
  const stack = query.stack ? await dearest(store.reads, which, range, query.stack) : []
  const parts = new Map<number, ({ id: string } & ReturnType<typeof presentSums>)[]>()
  const partRows =
    stack.length === 0
      ? []
      : await store.reads
          .selectFrom(
            sumsOf(store.reads, which, range)
              .where('h.model', 'in', stack)
              .select(['h.hour', 'h.model'])
              .groupBy(['h.hour', 'h.model'])
              .as('h'),
          )
          .select([...sums, at.as('at'), 'h.model as id'])
          .groupBy([at, 'h.model'])
          .orderBy('at')
          .execute()
  for (const id of stack) {
    const own = partRows.filter((row) => row.id === id)
    for (const row of seriesOf(own, { ...slots, whole: false }))
      parts.set(row.at, [...(parts.get(row.at) ?? []), { id, ...presentSums(row) }])
  }
  return {
    from: time(range.from),
    to: time(range.to),
    totals: presentSums(rows.reduce<Sums>(add, none)),
    previous: before && { ...before.range, totals: presentSums(before.totals) },
    series: seriesOf(rows, { ...slots, whole }).map((row) => ({
      at: time(row.at),
      to: time(row.to),
      ...presentSums(row),
      ...(query.stack && { parts: parts.get(row.at) ?? [] }),
    })),
    stack,
    groups: groups.map((row) => ({
      id: row.id,
      name: row.name,
      ...presentSums(row),
      previous: before && presentSums(before.groups.get(row.id) ?? none),
    })),
  }
}

const time = (ms: number): string => new Date(ms).toISOString()

/** The time asked for, widened to whole hours; the last 30 days where nothing is said. */
function wholeHours(query: SummaryQuery, now: number): Range {
  const to = query.to === undefined ? now : Date.parse(query.to)
  const from = query.from === undefined ? to - defaultDays * dayMs : Date.parse(query.from)
  if (from > to) throw rangeReversed()
  return { from: Math.floor(from / hourMs) * hourMs, to: Math.ceil(to / hourMs) * hourMs }
}

/** As long before, by the clock on the wall: seven days before seven days, also where a day of them had 23 hours. */
function timeBefore(stretches: Parameters<typeof localOf>[0], { from, to }: Range): Range {
  const local = localOf(stretches, from)
  return { from: momentOf(stretches, local - (localOf(stretches, to) - local)), to: from }
}

/** Of rows that are called `h`: those of the table, or sums of them. */
const sums = [
  sql<number>`sum(h.calls)`.as('calls'),
  sql<number>`sum(h.errors)`.as('errors'),
  sql<number>`sum(h.input_tokens)`.as('input_tokens'),
  sql<number>`sum(h.output_tokens)`.as('output_tokens'),
  sql<bigint>`sum(h.cost_nanos)`.as('cost_nanos'),
  sql<number>`sum(h.latency_ms)`.as('latency_ms'),
] as const

/** The sums of a time; members see those of their own keys. */
export function hoursOf(db: Db, seeing: Seeing, { from, to }: Range) {
  const hours = db
    .selectFrom('usage_hours as h')
    .where('h.organization_id', '=', seeing.organizationId)
    .where('h.hour', '>=', from)
    .where('h.hour', '<', to)
    .select(sums)
  return seeing.can.has('usage:read') ? hours : hours.where('h.account_id', '=', seeing.accountId)
}

function sumsOf(db: Db, { seeing, ...filters }: Which, range: Range) {
  let hours = hoursOf(db, seeing, range)
  for (const by of ['model', 'key', 'account'] as const) {
    const wanted = filters[by]
    if (wanted === undefined) continue
    // What no column can hold names nothing.
    hours = comparable(wanted)
      ? hours.where(`h.${columns[by]}`, '=', wanted)
      : hours.where(sql<SqlBool>`1 = 0`)
  }
  return hours
}

const groupsOf = (db: Db, which: Which, range: Range, by: By) =>
  sumsOf(db, which, range).select(`h.${columns[by]} as id`).groupBy('id')

async function dearest(db: Db, which: Which, range: Range, by: By): Promise<string[]> {
  const rows = await groupsOf(db, which, range, by)
    .orderBy('cost_nanos', 'desc')
    .orderBy('calls', 'desc')
    .orderBy('id')
    .limit(mostParts)
    .execute()
  return rows.map(({ id }) => id)
}

async function sumsByGroup(db: Db, which: Which, range: Range, by: By) {
  const rows = await groupsOf(db, which, range, by)
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

/** The time before: in total, and for each of the groups shown. */
async function previous(
  db: Db,
  which: Which,
  range: Range,
  by: By | undefined,
  shown: readonly { id: string }[],
) {
  const totals = await sumsOf(db, which, range).executeTakeFirst()
  const ids = shown.map(({ id }) => id)
  const rows =
    by === undefined || ids.length === 0
      ? []
      : await groupsOf(db, which, range, by).where(`h.${columns[by]}`, 'in', ids).execute()
  return {
    range: { from: time(range.from), to: time(range.to) },
    // A sum of no rows is null in every column.
    totals: totals && Number(totals.calls) > 0 ? totals : none,
    groups: new Map<string, Sums>(rows.map((row) => [row.id, row])),
  }
}

/** What people call the models, keys or members of a summary; no name for what is gone. */
async function namesOf(db: Db, by: By, ids: string[]): Promise<Map<string, string>> {
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
