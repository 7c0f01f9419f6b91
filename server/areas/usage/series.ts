import { type RawBuilder, sql } from 'kysely'
import type { Interval, Slot, Stretch } from './calendar.ts'
import { localOf, momentOf, slotAround } from './calendar.ts'
import { add, none, type Sums } from './sums.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What to group the hours by: an hour itself, or the local day that it begins in (months are put together from days). */
export function slotExpression(stretches: readonly Stretch[], interval: Interval): RawBuilder<number> {
  if (interval === 'hour') return sql<number>`h.hour`
  const [first, ...later] = stretches
  // Literals: PostgreSQL takes an expression with parameters for another one in "group by".
  let offset = sql`${sql.lit(first?.offsetMs ?? 0)}`
  for (const { from, offsetMs } of later)
    offset = sql`case when h.hour >= ${sql.lit(from)} then ${sql.lit(offsetMs)} else ${offset} end`
  const local = sql`(h.hour + ${offset})`
  return sql<number>`${local} - ${local} % ${sql.lit(dayMs)}`
}

type Row = Sums & { at: number }
export type SeriesRow = Sums & Slot

/**
 * Rows of the hours or days to the slots of an interval, cut to the range.
 *
 * @param rows grouped by `slotExpression`, in order.
 * @param whole slots without a call are listed as well.
 */
export function seriesOf(
  rows: readonly Row[],
  { stretches, interval, range, whole }: SeriesOptions,
): SeriesRow[] {
  if (interval === 'hour') return hourly(rows, range, whole)
  const sums = new Map<number, Sums>()
  for (const row of rows) {
    const { at } = slotAround(row.at, interval)
    sums.set(at, add(sums.get(at) ?? none, row))
  }
  const slots = whole ? localSlots(stretches, interval, range) : [...sums.keys()]
  return slots.map((local) => {
    const { at, to } = slotAround(local, interval)
    return {
      ...(sums.get(at) ?? none),
      at: Math.max(momentOf(stretches, at), range.from),
      to: Math.min(momentOf(stretches, to), range.to),
    }
  })
}

export type SeriesOptions = {
  stretches: readonly Stretch[]
  interval: Interval
  range: { from: number; to: number }
  whole: boolean
}

function hourly(rows: readonly Row[], { from, to }: { from: number; to: number }, whole: boolean) {
  if (!whole) return rows.map((row) => ({ ...row, to: row.at + hourMs }))
  const known = new Map(rows.map((row) => [row.at, row]))
  return Array.from({ length: (to - from) / hourMs }, (_, i) => {
    const at = from + i * hourMs
    return { ...(known.get(at) ?? none), at, to: at + hourMs }
  })
}

function localSlots(
  stretches: readonly Stretch[],
  interval: Interval,
  { from, to }: { from: number; to: number },
): number[] {
  const slots: number[] = []
  let slot = slotAround(localOf(stretches, from), interval)
  while (momentOf(stretches, slot.at) < to) {
    slots.push(slot.at)
    slot = slotAround(slot.to, interval)
  }
  return slots
}
