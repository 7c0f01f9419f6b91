import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Form } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { toast } from '../../../ui/toast.tsx'
import {
  changeSettings,
  type Settings,
  type SettingsChanges,
  settingsQuery,
  waysInQuery,
} from '../queries.ts'
import { lockedBy, SettingNotes } from './setting-notes.tsx'

/** Numbers, each with the range that the server takes. */
const ranges = {
  passwordMinLength: [8, 64],
  lockoutTries: [3, 100],
  lockoutMinutes: [1, 1440],
  sessionIdleDays: [1, 365],
  sessionDays: [1, 365],
  deletionGraceDays: [0, 30],
} as const
type NumberName = keyof typeof ranges
const numberNames = Object.keys(ranges) as NumberName[]
const choices = {
  registration: ['invite', 'open', 'closed'],
  breachCheck: ['off', 'when_reachable', 'always'],
  requireTwoFactor: ['off', 'operators', 'except_linked', 'everyone'],
} as const
type ChoiceName = keyof typeof choices
type Name = NumberName | ChoiceName
type Values = Record<Name, string>

const valuesOf = (settings: Settings): Values => ({
  registration: settings.registration,
  breachCheck: settings.breachCheck,
  requireTwoFactor: settings.requireTwoFactor,
  ...(Object.fromEntries(numberNames.map((name) => [name, String(settings[name])])) as Record<
    NumberName,
    string
  >),
})

/** Only what was changed is sent (promise 9). */
function changesOf(values: Values, dirty: Partial<Record<Name, boolean>>): SettingsChanges {
  const changed = (Object.entries(values) as [Name, string][]).filter(([name]) => dirty[name])
  return Object.fromEntries(changed.map(([name, value]) => [name, name in ranges ? Number(value) : value]))
}

/** The switches of signing in that are saved together. */
export function SecurityForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation('security')
  const { integer } = useFormat()
  const client = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(settings) })
  const { reset } = form
  const { dirtyFields, isDirty, isSubmitting } = form.formState
  const ways = useQuery(waysInQuery).data
  useEffect(() => reset(valuesOf(settings), { keepDirtyValues: true }), [settings, reset])
  const field = (name: Name, standard: string) => ({
    name,
    label: t(`${name}.label`),
    disabled: lockedBy(settings, name) !== undefined,
    description: (
      <SettingNotes
        settings={settings}
        name={name}
        effect={t(`${name}.effect`)}
        signedIn={t(`${name}.signedIn`)}
        standard={standard}
      />
    ),
  })
  const number = (name: NumberName) => {
    const [least, most] = ranges[name]
    const message = t('settings:between', { least: integer(least), most: integer(most) })
    return {
      ...field(name, t(`${name}.value`, { count: settings.defaults[name] })),
      rules: { min: { value: least, message }, max: { value: most, message } },
      className: 'max-w-lg',
    }
  }
  const choice = (name: ChoiceName) => ({
    ...field(name, t(`${name}.${settings.defaults[name]}`)),
    options: choices[name].map((value) => ({
      value,
      label: t(`${name}.${value}`),
      description: t(`${name}.${value}Text`),
    })),
  })

  return (
    <Form
      form={form}
      className="gap-6"
      onSubmit={async (values) => {
        const next = await changeSettings(changesOf(values, dirtyFields))
        client.setQueryData(settingsQuery.queryKey, next)
        reset(valuesOf(next))
        toast({ title: t('settings:saved') })
      }}
    >
      <Section title={t('signUp')}>
        <RadioGroup {...choice('registration')} />
      </Section>
      <Section title={t('passwords')}>
        <div className="flex flex-col gap-5">
          <NumberField {...number('passwordMinLength')} />
          <NumberField {...number('lockoutTries')} />
          <NumberField {...number('lockoutMinutes')} />
          <RadioGroup {...choice('breachCheck')} />
        </div>
      </Section>
      <Section title={t('twoFactor')}>
        <RadioGroup {...choice('requireTwoFactor')} />
        {/* Room for it from the start: it comes later than the switches. */}
        <p className="min-h-10 text-muted text-sm sm:min-h-5">
          {ways &&
            t('requireTwoFactor.without', {
              number: integer(ways.withoutSecondFactor),
              people: integer(ways.people),
              operators: integer(ways.operatorsWithoutSecondFactor),
              all: integer(ways.operators),
            })}
        </p>
      </Section>
      <Section title={t('sessions')}>
        <div className="flex flex-col gap-5">
          <NumberField {...number('sessionIdleDays')} />
          <NumberField {...number('sessionDays')} />
        </div>
      </Section>
      <Section title={t('leaving')}>
        <NumberField {...number('deletionGraceDays')} />
      </Section>
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(settings))} />
    </Form>
  )
}
