/** Days and months of a time zone, over sums that are kept by the UTC hour. All moments are milliseconds. */

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const weekMs = 7 * dayMs
/** Nothing was called before: it bounds how far back the changes of a zone are looked for. */
const begin = Date.UTC(2020, 0)

/** From this hour on, clocks of the zone show UTC and `offsetMs` more. The first one is taken for all time before it, too. */
export type Stretch = { from: number; offsetMs: number }
export type Interval = 'hour' | 'day' | 'month'
/** One bar: the hours from `at` on, before `to`. */
export type Slot = { at: number; to: number }

/** The name as the runtime knows it, or null where there is no such zone. An offset is no zone. */
export function zoneOf(name: string): string | null {
  if (!/^[a-z]/i.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** How the clocks of a zone stand from one moment to another: a new stretch with each change, found to the hour. */
export function stretchesOf(zone: string, range: { from: number; to: number }): Stretch[] {
  if (zone === 'UTC') return [{ from: begin, offsetMs: 0 }]
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsetAt = (ms: number): number => {
    const text = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(text) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  }
  const from = Math.floor(Math.max(range.from, begin) / hourMs) * hourMs
  const stretches = [{ from, offsetMs: offsetAt(from) }]
  for (let known = from; known < range.to; known += weekMs) {
    const offsetMs = offsetAt(known + weekMs)
    if (offsetMs === stretches.at(-1)?.offsetMs) continue
    let before = known
    let after = known + weekMs
    while (after - before > hourMs) {
      const middle = before + Math.round((after - before) / 2 / hourMs) * hourMs
      if (offsetAt(middle) === offsetMs) after = middle
      else before = middle
    }
    stretches.push({ from: after, offsetMs })
  }
  return stretches
}

/** What a clock of the zone shows, as if it were UTC. */
export function localOf(stretches: readonly Stretch[], ms: number): number {
  const stretch = stretches.findLast(({ from }) => from <= ms) ?? stretches[0]
  return ms + (stretch?.offsetMs ?? 0)
}

/**
 * The first whole hour at which clocks of the zone show at least `local`. In a zone whose midnight is not a whole UTC hour, a day begins
 * with the first hour that does.
 */
export function momentOf(stretches: readonly Stretch[], local: number): number {
  for (const [i, { from, offsetMs }] of stretches.entries()) {
    const hour = Math.ceil((local - offsetMs) / hourMs) * hourMs
    const moment = i === 0 ? hour : Math.max(hour, from)
    if (moment < (stretches[i + 1]?.from ?? Number.POSITIVE_INFINITY)) return moment
  }
  return local
}

/** Where the slot that shows this local time begins, and where the one after it, both as local time. */
export function slotAround(local: number, interval: Interval): Slot {
  if (interval !== 'month') {
    const width = interval === 'hour' ? hourMs : dayMs
    const at = Math.floor(local / width) * width
    return { at, to: at + width }
  }
  const date = new Date(local)
  const month = (by: number) => new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + by, 1)
  return { at: month(0), to: month(1) }
}
