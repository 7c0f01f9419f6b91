import { useId } from 'react'
import { useFormat } from '../lib/place.tsx'
import { useTranslation } from '../lib/texts.tsx'
import { localInput, zonedMoment } from '../lib/zone.ts'
import { cn } from './cn.ts'
import { controlClass } from './field.tsx'
import { Select } from './select.tsx'

export type RangePreset = '1h' | '24h' | '7d' | '30d' | 'custom'
/** Of pages that show sums. */
export type LongPreset = '24h' | '7d' | '30d' | '90d' | '12mo' | 'custom'
/** A preset, or two moments (RFC 3339), the second one no longer in it; what a page keeps in its query. */
export type Range<P extends string = RangePreset> = { preset?: P; from?: string; to?: string }

const hours: Record<Exclude<RangePreset, 'custom'>, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }
const usual = ['1h', '24h', '7d', '30d', 'custom'] as const

/** The moments of a range, for a query: presets end now, so only `from` is set. */
export function rangeMoments(range: Range, now = Date.now()): { from?: string; to?: string } {
  if (!range.preset || range.preset === 'custom') return { from: range.from, to: range.to }
  // Rounded to the minute, so that a query key does not change with each render.
  const minute = Math.floor(now / 60_000) * 60_000
  return { from: new Date(minute - hours[range.preset] * 3_600_000).toISOString() }
}

type Props<P extends string> = {
  value: Range<P>
  onValueChange: (range: Range<P>) => void
  label: string
  /** What is offered, "custom" among it; in place of "Any time" where there is `fallback`. */
  presets?: readonly P[]
  /** The preset of a range that says nothing; then there is no "Any time". */
  fallback?: P
  /** Whole days: from the first until the last one is over. */
  days?: boolean
}

/** Presets, or from and to in the person's zone, which is shown. */
export function DateRange<P extends RangePreset | LongPreset = RangePreset>({
  value,
  onValueChange,
  label,
  presets = usual as unknown as readonly P[],
  fallback,
  days = false,
}: Props<P>) {
  const { t } = useTranslation('ui')
  const { place, zone } = useFormat()
  const problem = useId()
  const preset = value.preset ?? (value.from || value.to ? 'custom' : (fallback ?? ''))
  const reversed = value.from !== undefined && value.to !== undefined && value.from >= value.to

  const shown = (edge: 'from' | 'to') => {
    const at = value[edge]
    if (!at) return ''
    if (!days) return localInput(at, place.timeZone)
    // The end of a day is the moment after it.
    const inside = edge === 'to' ? new Date(Date.parse(at) - 1).toISOString() : at
    return localInput(inside, place.timeZone).slice(0, 10)
  }
  const momentOf = (edge: 'from' | 'to', text: string) => {
    if (text === '') return undefined
    return zonedMoment(days && edge === 'to' ? dayAfter(text) : text, place.timeZone)
  }
  const bound = (edge: 'from' | 'to') => (
    <label className="flex min-w-0 flex-col gap-1 text-sm">
      <span className="font-medium">{edge === 'from' ? t('range.from') : t('range.to')}</span>
      <input
        type={days ? 'date' : 'datetime-local'}
        className={cn(controlClass, 'tabular h-8 px-2')}
        value={shown(edge)}
        aria-invalid={reversed || undefined}
        aria-describedby={reversed ? problem : undefined}
        onChange={(event) =>
          onValueChange({
            ...value,
            preset: 'custom' as P,
            [edge]: momentOf(edge, event.target.value),
          })
        }
      />
    </label>
  )
  return (
    <fieldset className="flex min-w-0 flex-wrap items-end gap-2">
      <legend className="sr-only">{label}</legend>
      <Select
        label={label}
        className="w-44"
        value={preset}
        onValueChange={(next) => {
          if (next === '' || next === fallback) return onValueChange({})
          const moments = fallback === undefined ? rangeMoments(value as Range) : {}
          onValueChange(next === 'custom' ? { preset: next as P, ...moments } : { preset: next as P })
        }}
        options={[
          ...(fallback === undefined ? [{ value: '', label: t('range.any') }] : []),
          ...presets.map((one: RangePreset | LongPreset) => ({ value: one, label: t(`range.${one}`) })),
        ]}
      />
      {preset === 'custom' && (
        <>
          {bound('from')}
          {bound('to')}
          <span className="pb-1.5 text-muted text-xs">{zone()}</span>
          {reversed && (
            <p id={problem} role="alert" className="basis-full text-danger text-sm">
              {t('range.reversed')}
            </p>
          )}
        </>
      )}
    </fieldset>
  )
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
