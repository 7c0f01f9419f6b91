import { useFormContext, useWatch } from 'react-hook-form'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { zonedMoment } from '../../../lib/zone.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { lastDay } from './token-values.ts'

const dayMs = 86_400_000
const presets = [7, 30, 90, 365]

/** Presets, a date within a year, and never: last, and with what it means. `now` is the expiry that a token has and may keep. */
export function ExpiryField({ now }: { now?: string | null }) {
  const { t } = useTranslation('tokens')
  const { day, zone, place } = useFormat()
  const preset: string = useWatch({ name: 'expiry.preset' })
  const form = useFormContext<{ expiresAt: unknown }>()
  const problem = form.formState.errors.expiresAt?.message
  const options = [
    ...(now === undefined
      ? []
      : [
          {
            value: 'keep',
            label: now === null ? t('expiry.keepNever') : t('expiry.keep', { date: day(new Date(now)) }),
          },
        ]),
    ...presets.map((days) => ({
      value: String(days),
      label: t('expiry.days', { count: days, date: day(new Date(Date.now() + days * dayMs)) }),
    })),
    { value: 'date', label: t('expiry.date') },
    { value: 'never', label: t('expiry.never') },
  ]
  return (
    <div className="flex flex-col gap-3">
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
              validate: (date: string) => {
                const at = zonedMoment(`${date}T23:59:59`, place.timeZone) ?? ''
                if (at <= new Date().toISOString()) return t('errors:token_expiry_passed')
                return date <= lastDay(place.timeZone) || t('errors:token_expiry_too_far')
              },
            }}
          />
        )}
      </div>
      {preset === 'never' && <Notice kind="warning">{t('expiry.neverText')}</Notice>}
    </div>
  )
}
