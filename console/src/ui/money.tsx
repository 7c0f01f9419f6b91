import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { cn } from './cn.ts'

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
