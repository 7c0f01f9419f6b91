import { useFormContext, useWatch } from 'react-hook-form'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { localInput, zonedMoment } from '../../../lib/zone.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'

const dayMs = 86_400_000
const presets = [7, 30, 90, 365]

export type Expiry = { preset: string; date: string }
/** The two fields of an expiry in a form: `expiry.preset` is `never`, a number of days or `date`. */
export const noExpiry: Expiry = { preset: 'never', date: '' }

/** The form's expiry as the server takes it: a day ends when it does in the person's zone. */
export function expiryMoment({ preset, date }: Expiry, timeZone: string | undefined, now = Date.now()) {
  if (preset === 'never') return null
  if (preset === 'date') return zonedMoment(`${date}T23:59:59`, timeZone) ?? null
  return new Date(now + Number(preset) * dayMs).toISOString()
}

/** The other way round, for editing. */
export function expiryOf(at: string | null, timeZone: string | undefined): Expiry {
  return at === null ? noExpiry : { preset: 'date', date: localInput(at, timeZone).slice(0, 10) }
}

/** Presets and a date. The policy's longest life leaves out what it would refuse. */
export function ExpiryField({ maxDays }: { maxDays: number | null }) {
  const { t } = useTranslation('keys')
  const { day, zone, place } = useFormat()
  const preset: string = useWatch({ name: 'expiry.preset' })
  const form = useFormContext<{ expiresAt: unknown }>()
  const problem = form.formState.errors.expiresAt?.message
  const within = presets.filter((days) => maxDays === null || days <= maxDays)
  const options = [
    {
      value: 'never',
      label: maxDays === null ? t('expiry.never') : t('expiry.policy', { count: maxDays }),
    },
    ...within.map((days) => ({
      value: String(days),
      label: t('expiry.days', { count: days, date: day(new Date(Date.now() + days * dayMs)) }),
    })),
    { value: 'date', label: t('expiry.date') },
  ]
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        name="expiry.preset"
        label={t('expiry.label')}
        options={options}
        error={problem}
        onValueChange={() => form.clearErrors('expiresAt')}
      />
      {preset === 'date' && (
        <TextField
          name="expiry.date"
          type="date"
          label={t('expiry.lastDay')}
          description={t('expiry.zone', { zone: zone() })}
          onValueChange={() => form.clearErrors('expiresAt')}
          rules={{
            validate: (date: string) =>
              (zonedMoment(`${date}T23:59:59`, place.timeZone) ?? '') > new Date().toISOString() ||
              t('errors:key_expiry_passed'),
          }}
        />
      )}
    </div>
  )
}
