import { useTranslation } from 'react-i18next'
import { useFormat } from '../lib/place.tsx'
import { cn } from './cn.ts'
import { Tooltip } from './tooltip.tsx'

/** US dollars from a decimal string; the full value is in the title, or shown with `full`. `value` absent is a dash. */
export function Money(props: { value: string | null | undefined; full?: boolean; className?: string }) {
  const { value, full = false, className } = props
  const { money } = useFormat()
  if (value === null || value === undefined) return '\u2014'
  return (
    <span className={cn('tabular whitespace-nowrap', className)} title={money(value, { full: true })}>
      {money(value, { full })}
    </span>
  )
}

/** "$ 2.00 / 1M tokens". `value` is dollars per million. */
export function UnitPrice({ value }: { value: string | null | undefined }) {
  const { money } = useFormat()
  const { t } = useTranslation('ui')
  if (value === null || value === undefined) return '\u2014'
  return (
    <span className="tabular whitespace-nowrap" title={money(value, { full: true })}>
      {t('money.perMillion', { price: money(value) })}
    </span>
  )
}

/**
 * "3 minutes ago", with the moment in full on hover and on focus; of an `event` in a list, day and time once it is a day old. Absent says
 * `never`, or a dash.
 */
export function When(props: { at: string | null | undefined; never?: string; event?: boolean }) {
  const { at, never, event = false } = props
  const { relative, event: eventTime, time } = useFormat()
  if (!at) return never ?? '\u2014'
  return (
    <Tooltip text={time(at)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the moment in full must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0} className="whitespace-nowrap rounded-sm">
        {event ? eventTime(at) : relative(at)}
      </time>
    </Tooltip>
  )
}

/** The moment in full, as text. */
export function Moment({ at }: { at: string | null | undefined }) {
  const { time } = useFormat()
  if (!at) return '\u2014'
  return (
    <time dateTime={at} className="tabular">
      {time(at)}
    </time>
  )
}
