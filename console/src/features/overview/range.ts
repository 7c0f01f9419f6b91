import { localInput, zonedMoment } from '../../lib/zone.ts'
import type { LongPreset, Range } from '../../ui/date-range.tsx'

export type Interval = 'hour' | 'day' | 'month'
/** What is asked of the server; without `to` it is until now. */
export type Time = {
  from: string
  to?: string
  interval: Interval
  intervals: readonly Interval[]
  /** It ends before it begins: nothing to ask for. */
  reversed: boolean
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
export const presets = ['24h', '7d', '30d', '90d', '12mo', 'custom'] as const
export const usualPreset = '30d'
const daysOf = { '7d': 7, '30d': 30, '90d': 90 } as const

/** The zone for the server: the person's, else the browser's. Some browsers do not know theirs. */
export function zoneName(timeZone: string | undefined): string {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone === 'Etc/Unknown' ? 'UTC' : zone
}

/**
 * The time of a preset or of two days: whole days and months of the person's zone, today among them, so that no bar but the last is cut;
 * and by what it may be shown. An interval that does not fit gives way to the usual one.
 */
export function timeOf(
  range: Range<LongPreset>,
  { now, timeZone, interval }: { now: number; timeZone: string | undefined; interval?: Interval },
): Time {
  const preset = range.preset ?? (range.from || range.to ? 'custom' : usualPreset)
  const today = localInput(new Date(now).toISOString(), timeZone).slice(0, 10)
  if (preset === '24h') {
    const from = Math.ceil(now / hourMs) * hourMs - dayMs
    return withInterval({ from: new Date(from).toISOString() }, interval, now)
  }
  if (preset === '12mo') {
    const [year = 0, month = 1] = today.split('-').map(Number)
    const first = new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10)
    return withInterval({ from: wholeHour(first, timeZone) }, interval, now)
  }
  if (preset !== 'custom')
    return withInterval({ from: wholeHour(daysBefore(today, daysOf[preset] - 1), timeZone) }, interval, now)
  const to = range.to && Date.parse(range.to) < now ? range.to : undefined
  const last = localInput(to ?? new Date(now).toISOString(), timeZone).slice(0, 10)
  const from = range.from ?? wholeHour(daysBefore(last, daysOf[usualPreset] - 1), timeZone)
  return withInterval({ from, ...(to ? { to } : {}) }, interval, now)
}

function withInterval(time: { from: string; to?: string }, wanted: Interval | undefined, now: number): Time {
  const days = ((time.to ? Date.parse(time.to) : now) - Date.parse(time.from)) / dayMs
  const intervals = (['hour', 'day', 'month'] as const).filter(
    (one) =>
      (one === 'hour' && days <= 8) ||
      (one === 'day' && days > 1.1 && days <= 400) ||
      (one === 'month' && days > 45),
  )
  const usual = days <= 2.1 ? 'hour' : days <= 100 ? 'day' : 'month'
  const interval = intervals.find((one) => one === wanted) ?? usual
  return { ...time, interval, intervals, reversed: days <= 0 }
}

const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10)

/** Where a day begins, or the first whole hour of it: that is what sums are kept by. */
function wholeHour(day: string, timeZone: string | undefined): string {
  const moment = Date.parse(zonedMoment(day, timeZone) ?? `${day}T00:00:00Z`)
  return new Date(Math.ceil(moment / hourMs) * hourMs).toISOString()
}
