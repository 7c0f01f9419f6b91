import { useId } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextField } from '../../../ui/text-field.tsx'

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** The field `timeZone`, with the names of the IANA list offered while one types. */
export function ZoneField({ disabled = false }: { disabled?: boolean }) {
  const { t } = useTranslation('personal')
  const zones = useId()
  return (
    <>
      <TextField
        name="timeZone"
        label={t('timeZone')}
        description={t('timeZoneUse')}
        list={zones}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        rules={{ validate: (name: string) => isZone(name) || t('errors:invalid_time_zone') }}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}
