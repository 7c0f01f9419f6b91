import { absolute, isDecimal, leadingZeros, shift, sign } from './decimal.ts'
import { distances, moments, numbers } from './formatters.ts'

/** The person's language and zone: everything shown is made by it. */
export type Place = { readonly locale: string; readonly timeZone: string | undefined }

const NBSP = '\u00a0'
const MINUS = '\u2212'

/** `Intl` reads decimal strings exactly; its types know that only for literals. */
function number(value: string, locale: string, options: Intl.NumberFormatOptions): string {
  return numbers(locale, options).format(value as `${number}`)
}

/**
 * US dollars from the server's decimal string: two decimals from one dollar up, else three significant digits within
 * six decimals. `full` shows every decimal that counts.
 */
export function money(value: string, { locale }: Place, { full = false } = {}): string {
  if (!isDecimal(value)) return value
  const zeros = leadingZeros(value)
  const decimals = zeros === null ? 2 : Math.min(6, zeros + 3)
  const tooSmall = !full && zeros !== null && zeros >= 6
  const shown = number(tooSmall ? '0.000001' : absolute(value), locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: full ? 18 : tooSmall ? 6 : decimals,
    roundingMode: 'halfExpand',
  } as Intl.NumberFormatOptions)
  return `${sign(value) < 0 ? MINUS : ''}${tooSmall ? `<${NBSP}` : ''}$${NBSP}${shown}`
}

/** Dollars per unit, as a usage record holds them, to dollars per million units. */
export function perMillion(rateUsd: string): string {
  return isDecimal(rateUsd) ? shift(rateUsd, 6) : rateUsd
}

/** Whole numbers and quantities, grouped; decimal strings stay exact. */
export function integer(value: number | string, { locale }: Place): string {
  return number(String(value), locale, { maximumFractionDigits: 0 })
}

/** A part of the whole, from 0 to 1: 57%; what is there but less than one percent says so. */
export function percent(share: number, { locale }: Place): string {
  const write = (value: number) =>
    numbers(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value)
  return share > 0 && share < 0.01 ? `<${NBSP}${write(0.01)}` : write(share)
}

/** Short, for the axis of a chart: 1.2M. */
export function compact(value: number, { locale }: Place): string {
  return numbers(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

/** Milliseconds as a person reads them: 85 ms, 1.24 s, 3 min 5 s. */
export function duration(milliseconds: number, { locale }: Place): string {
  const unit = (value: number, name: string, digits: number) =>
    numbers(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value)
  if (milliseconds < 1000) return unit(Math.round(milliseconds), 'millisecond', 0)
  if (milliseconds < 60_000) return unit(milliseconds / 1000, 'second', 2)
  const seconds = Math.round(milliseconds / 1000)
  const rest = seconds % 60
  const minutes = unit(Math.floor(seconds / 60), 'minute', 0)
  return rest === 0 ? minutes : `${minutes} ${unit(rest, 'second', 0)}`
}

/** The moment in full, zone named. */
export function absoluteTime(at: string | Date, { locale, timeZone }: Place): string {
  const date = new Date(at)
  const write = (options: Intl.DateTimeFormatOptions) =>
    moments(locale, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZone,
      ...options,
    })
  const zone = write({ timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName')
  // In Chinese the zone would stand between day and time.
  return `${write({}).format(date)} ${zone?.value ?? ''}`
}

/** For lists of events: how long ago within a day, else day and time, since "3 days ago" tells no row from the next. */
export function eventTime(at: string | Date, place: Place, now = Date.now()): string {
  const date = new Date(at)
  if (Math.abs(date.getTime() - now) < 86_400_000) return relativeTime(date, place, now)
  const { locale, timeZone } = place
  const year = (moment: Date | number) => moments('en', { year: 'numeric', timeZone }).format(moment)
  return moments(locale, {
    ...(year(date) === year(now) ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(date)
}

/** Which part of time a bar covers, in full and as short as an axis wants it. */
export function slot(at: string, interval: 'hour' | 'day' | 'month', { locale, timeZone }: Place) {
  const write = (options: Intl.DateTimeFormatOptions) =>
    moments(locale, { timeZone, hourCycle: 'h23', ...options }).format(new Date(at))
  if (interval === 'month')
    return {
      full: write({ year: 'numeric', month: 'long' }),
      short: write({ year: '2-digit', month: 'short' }),
    }
  const day = { month: 'short', day: 'numeric' } as const
  if (interval === 'day')
    return { full: write({ weekday: 'short', year: 'numeric', ...day }), short: write(day) }
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  return { full: write({ weekday: 'short', ...day, ...clock }), short: write(clock) }
}

/** From a moment until before another: days where they say it all, else hours as well. */
export function span(
  from: string,
  to: string,
  interval: 'hour' | 'day' | 'month',
  { locale, timeZone }: Place,
) {
  const clock = interval === 'hour' ? ({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const) : {}
  const format = moments(locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    ...clock,
  })
  // A day ends with the moment before the next one begins.
  return format.formatRange(new Date(from), new Date(Date.parse(to) - (interval === 'hour' ? 0 : 1)))
}

/** The day only. */
export function day(at: string | Date, { locale, timeZone }: Place): string {
  return moments(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone,
  }).format(new Date(at))
}

/** A unit in seconds, and from when on it is used: thirty days stay thirty days. */
const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number, least: number][] = [
  ['year', 31_536_000, 31_536_000],
  ['month', 2_592_000, 5_184_000],
  ['day', 86_400, 86_400],
  ['hour', 3600, 3600],
  ['minute', 60, 60],
  ['second', 1, 0],
]

/** "3 minutes ago", "in 7 days": to the nearest unit, since what is good for a week began a moment ago. */
export function relativeTime(at: string | Date, { locale }: Place, now = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000)
  const step = steps.findIndex(([, , least]) => Math.abs(seconds) >= least)
  const [, size] = steps[step] as (typeof steps)[number]
  const rounded = Math.abs(Math.round(seconds / size)) * size
  // 59.7 minutes are an hour.
  const larger = steps[step - 1]
  const [unit, length] = larger && rounded >= larger[2] ? larger : (steps[step] as (typeof steps)[number])
  // "Next year" would be said of January, too, so only "now" is a word.
  return distances(locale, { numeric: seconds === 0 ? 'auto' : 'always' }).format(
    Math.round(seconds / length),
    unit,
  )
}

/** The zone as people write it, for filters and captions. */
export function zoneName({ locale, timeZone }: Place): string {
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const offset = moments(locale, { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date())
    .find((part) => part.type === 'timeZoneName')?.value
  return offset && offset !== zone ? `${zone} (${offset})` : zone
}
