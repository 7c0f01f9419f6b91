import { useController, useFormContext, useWatch } from 'react-hook-form'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Select } from '../../../ui/select.tsx'
import { type Area, areas, levelsOf, scopesOf, type TokenValues } from './token-values.ts'

/** What a token may do: all that I read, all that I do, or area by area. The operator's area is never part of "all". */
export function AccessField() {
  const { t } = useTranslation('tokens')
  const operator = useSession()?.account.operator === true
  const wide: TokenValues['wide'] = useWatch({ name: 'wide' })
  const { fieldState } = useController<TokenValues>({
    name: 'areas',
    rules: {
      validate: (_, values) => scopesOf(values).length > 0 || t('access.none'),
    },
  })
  const shown = areas.filter((area) => (area === 'admin' ? operator : wide === 'areas'))
  return (
    <>
      <RadioGroup
        name="wide"
        label={t('access.label')}
        options={(['read', 'write', 'areas'] as const).map((value) => ({
          value,
          label: t(`access.${value}`),
          description: t(`access.${value}Text`),
        }))}
      />
      {shown.length > 0 && (
        <fieldset className="flex flex-col divide-y divide-line rounded-md border border-line">
          <legend className="sr-only">{t('access.byArea')}</legend>
          {shown.map((area) => (
            <AreaField key={area} area={area} />
          ))}
        </fieldset>
      )}
      {fieldState.error && (
        <p role="alert" className="text-danger text-sm">
          {fieldState.error.message}
        </p>
      )}
    </>
  )
}

function AreaField({ area }: { area: Area }) {
  const { t } = useTranslation('tokens')
  const form = useFormContext<TokenValues>()
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-2">
      <span className="min-w-0 flex-1 basis-48">
        <span className="font-medium text-sm">{t(`areas.${area}.name`)}</span>
        <span className="block text-muted text-xs">{t(`areas.${area}.text`)}</span>
      </span>
      <Select
        hideLabel
        size="small"
        className="w-40"
        name={`areas.${area}`}
        label={t(`areas.${area}.name`)}
        onValueChange={() => form.clearErrors('areas')}
        options={levelsOf(area).map((value) => ({ value, label: t(`levels.${value}`) }))}
      />
    </div>
  )
}
