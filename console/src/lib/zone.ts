/** Wall-clock text in a zone, to and from moments, for native date inputs. */

import { moments } from './formatters.ts'

/** `2026-11-21T20:00` of a moment in the zone, as `<input type="datetime-local">` wants it. */
export function localInput(at: string, timeZone: string | undefined): string {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return ''
  return wallClock(moment, timeZone).slice(0, 16)
}

/** The moment (RFC 3339, UTC) at which a clock in the zone shows this text. */
export function zonedMoment(text: string, timeZone: string | undefined): string | undefined {
  const asUtc = new Date(`${text.length === 10 ? `${text}T00:00` : text}Z`)
  if (Number.isNaN(asUtc.getTime())) return undefined
  // Two rounds settle the days on which the offset changes.
  let guess = asUtc.getTime()
  for (let round = 0; round < 2; round += 1) {
    const shown = new Date(`${wallClock(new Date(guess), timeZone)}Z`).getTime()
    guess += asUtc.getTime() - shown
  }
  return new Date(guess).toISOString()
}

function wallClock(moment: Date, timeZone: string | undefined): string {
  const parts = moments('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(moment)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '00'
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}
