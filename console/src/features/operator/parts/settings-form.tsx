import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { shift } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Form } from '../../../ui/form.tsx'
import { MoneyField, NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changeSettings, type Settings, type SettingsChanges, settingsQuery } from '../queries.ts'
import { lockedBy, SettingNotes } from './setting-notes.tsx'

const valuesOf = (settings: Settings) => ({
  // Without the zeros that nobody types.
  startingCreditUsd: shift(settings.startingCreditUsd, 0),
  unpricedModels: settings.unpricedModels as string,
  unpricedFallbackUsdPerCall: shift(settings.unpricedFallbackUsdPerCall, 0),
  defaultMaxOutputTokens: String(settings.defaultMaxOutputTokens),
})
type Values = ReturnType<typeof valuesOf>
const numbers = new Set(['defaultMaxOutputTokens'])

/** Only what was changed is sent (promise 9). */
function changesOf(values: Values, dirty: Partial<Record<keyof Values, boolean>>): SettingsChanges {
  const changed = Object.entries(values).filter(([name]) => dirty[name as keyof Values])
  return Object.fromEntries(changed.map(([name, value]) => [name, numbers.has(name) ? Number(value) : value]))
}

/** The settings that are saved together. */
export function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings')
  const { integer, money } = useFormat()
  const client = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(settings) })
  const { reset } = form
  const { dirtyFields, isDirty, isSubmitting } = form.formState
  useEffect(() => reset(valuesOf(settings), { keepDirtyValues: true }), [settings, reset])
  const { defaults } = settings
  const field = (name: keyof Values, standard: string) => ({
    name,
    label: t(`${name}.label`),
    disabled: lockedBy(settings, name) !== undefined,
    description: (
      <SettingNotes settings={settings} name={name} effect={t(`${name}.effect`)} standard={standard} />
    ),
  })
  const between = (least: number, most: number) => {
    const message = t('between', { least: integer(least), most: integer(most) })
    return { min: { value: least, message }, max: { value: most, message } }
  }
  const amount = {
    pattern: { value: /^\d{1,9}(\.\d{1,9})?$/, message: t('amount') },
  }

  return (
    <Form
      form={form}
      className="gap-6"
      onSubmit={async (values) => {
        const next = await changeSettings(changesOf(values, dirtyFields))
        client.setQueryData(settingsQuery.queryKey, next)
        reset(valuesOf(next))
        toast({ title: t('saved') })
      }}
    >
      <Section title={t('people')}>
        <div className="flex flex-col gap-5">
          <MoneyField
            {...field(
              'startingCreditUsd',
              t('startingCreditUsd.default', { now: money(defaults.startingCreditUsd) }),
            )}
            rules={amount}
            className="max-w-md"
          />
        </div>
      </Section>
      <Section title={t('calls')}>
        <div className="flex flex-col gap-5">
          <RadioGroup
            {...field('unpricedModels', t(`unpricedModels.${defaults.unpricedModels}`))}
            options={['organizations', 'never'].map((value) => ({
              value,
              label: t(`unpricedModels.${value}`),
              description: t(`unpricedModels.${value}Text`),
            }))}
          />
          <MoneyField
            {...field('unpricedFallbackUsdPerCall', money(defaults.unpricedFallbackUsdPerCall))}
            rules={amount}
            className="max-w-md"
          />
          <NumberField
            {...field('defaultMaxOutputTokens', integer(defaults.defaultMaxOutputTokens))}
            rules={between(16, 1_000_000)}
            className="max-w-md"
          />
        </div>
      </Section>
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(settings))} />
    </Form>
  )
}
