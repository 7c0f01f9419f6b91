import { createContext, type ReactNode, useContext, useMemo } from 'react'
import * as format from './format.ts'
import { useTranslation } from './texts.tsx'

/** The formatters of one language and zone. */
const formatsOf = (place: format.Place) => ({
  place,
  money: (value: string, options?: { full?: boolean }) => format.money(value, place, options),
  integer: (value: number | string) => format.integer(value, place),
  percent: (share: number) => format.percent(share, place),
  compact: (value: number) => format.compact(value, place),
  slot: (at: string, interval: 'hour' | 'day' | 'month') => format.slot(at, interval, place),
  span: (from: string, to: string, interval: 'hour' | 'day' | 'month') =>
    format.span(from, to, interval, place),
  duration: (milliseconds: number) => format.duration(milliseconds, place),
  time: (at: string | Date) => format.absoluteTime(at, place),
  day: (at: string | Date) => format.day(at, place),
  relative: (at: string | Date) => format.relativeTime(at, place),
  event: (at: string | Date) => format.eventTime(at, place),
  zone: () => format.zoneName(place),
})

const Formats = createContext(formatsOf({ locale: 'en', timeZone: undefined }))

/**
 * Gives every time, number and amount below it the language of the page and the person's zone; without one the browser's is used. Bound
 * here once: a list asks for them in every second cell.
 */
export function ZoneProvider({ timeZone, children }: { timeZone: string | undefined; children: ReactNode }) {
  const { language: locale } = useTranslation().i18n
  const formats = useMemo(() => formatsOf({ locale, timeZone }), [locale, timeZone])
  return <Formats value={formats}>{children}</Formats>
}

/** The formatters bound to the person's language and zone. */
export const useFormat = () => useContext(Formats)

export const usePlace = (): format.Place => useFormat().place
