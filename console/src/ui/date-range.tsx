import { useTranslation } from 'react-i18next'
import { useFormat } from '../lib/place.tsx'
import { localInput, zonedMoment } from '../lib/zone.ts'
import { cn } from './cn.ts'
import { controlClass } from './field.tsx'
import { Select } from './select.tsx'

export type RangePreset = '1h' | '24h' | '7d' | '30d' | 'custom'
/** A preset, or two moments (RFC 3339); what a page keeps in its query. */
export type Range = { preset?: RangePreset; from?: string; to?: string }

const hours: Record<Exclude<RangePreset, 'custom'>, number> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

/** The moments of a range, for a query: presets end now, so only `from` is set. */
export function rangeMoments(range: Range, now = Date.now()): { from?: string; to?: string } {
  if (!range.preset || range.preset === 'custom') return { from: range.from, to: range.to }
  // Rounded to the minute, so that a query key does not change with each render.
  const minute = Math.floor(now / 60_000) * 60_000
  return { from: new Date(minute - hours[range.preset] * 3_600_000).toISOString() }
}

/** Presets, or from and to in the person's zone, which is shown. */
export function DateRange({
  value,
  onValueChange,
  label,
}: {
  value: Range
  onValueChange: (range: Range) => void
  label: string
}) {
  const { t } = useTranslation('ui')
  const { place, zone } = useFormat()
  const preset = value.preset ?? (value.from || value.to ? 'custom' : '')
  const bound = (edge: 'from' | 'to') => (
    <label className="flex min-w-0 flex-col gap-1 text-sm">
      <span className="font-medium">{edge === 'from' ? t('range.from') : t('range.to')}</span>
      <input
        type="datetime-local"
        className={cn(controlClass, 'tabular h-8 px-2')}
        value={value[edge] ? localInput(value[edge], place.timeZone) : ''}
        onChange={(event) =>
          onValueChange({
            ...value,
            preset: 'custom',
            [edge]: event.target.value ? zonedMoment(event.target.value, place.timeZone) : undefined,
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
          if (next === '') return onValueChange({})
          onValueChange(
            next === 'custom'
              ? { preset: 'custom', ...rangeMoments(value) }
              : { preset: next as RangePreset },
          )
        }}
        options={[
          { value: '', label: t('range.any') },
          { value: '1h', label: t('range.1h') },
          { value: '24h', label: t('range.24h') },
          { value: '7d', label: t('range.7d') },
          { value: '30d', label: t('range.30d') },
          { value: 'custom', label: t('range.custom') },
        ]}
      />
      {preset === 'custom' && (
        <>
          {bound('from')}
          {bound('to')}
          <span className="pb-1.5 text-muted text-xs">{zone()}</span>
        </>
      )}
    </fieldset>
  )
}
