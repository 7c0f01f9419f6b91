import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import * as format from './format.ts'

const ZoneContext = createContext<string | undefined>(undefined)

/** Gives every time below it the person's zone; without one the browser's is used. */
export function ZoneProvider({ timeZone, children }: { timeZone: string | undefined; children: ReactNode }) {
  return <ZoneContext value={timeZone}>{children}</ZoneContext>
}

export function usePlace(): format.Place {
  const { i18n } = useTranslation()
  const timeZone = useContext(ZoneContext)
  return useMemo(() => ({ locale: i18n.language, timeZone }), [i18n.language, timeZone])
}

/** The formatters bound to the person's language and zone. */
export function useFormat() {
  const place = usePlace()
  return useMemo(
    () => ({
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
    }),
    [place],
  )
}
