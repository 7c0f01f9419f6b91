import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { type Language, languages, setLanguage } from '../../../lib/i18n.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { setTheme } from '../../../lib/theme.ts'
import { RadioGroup } from '../../../ui/choice.tsx'
import { Form } from '../../../ui/form.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { Select } from '../../../ui/select.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Preferences, usePersonalChanges } from '../queries.ts'
import { ZoneField } from './zone-field.tsx'

/** Language and appearance: kept with the account, and taken by this browser at once. */
export function Appearance({ preferences }: { preferences: Preferences }) {
  const { t, i18n } = useTranslation('personal')
  const changes = usePersonalChanges()
  const valuesOf = ({ locale, timeZone, theme }: Preferences) => ({
    locale: (locale ?? i18n.language) as Language,
    timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    theme: theme as string,
  })
  const form = useForm({ defaultValues: valuesOf(preferences) })
  const { isDirty, isSubmitting } = form.formState
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says anew is taken over
  useEffect(() => form.reset(valuesOf(preferences), { keepDirtyValues: true }), [preferences])

  async function save(values: ReturnType<typeof valuesOf>) {
    const theme = values.theme as Preferences['theme']
    await changes.preferences({ ...values, theme })
    setTheme(theme)
    await setLanguage(values.locale, { keep: true })
    form.reset(values)
    toast({ title: t('saved') })
  }

  return (
    <Form form={form} onSubmit={save} className="gap-6">
      <Section title={t('appearance.title')} description={t('appearance.text')}>
        <div className="flex max-w-md flex-col gap-4">
          <Select
            name="locale"
            label={t('shell:language.label')}
            options={languages.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
          />
          <ZoneField />
          <RadioGroup
            name="theme"
            label={t('shell:theme.label')}
            options={(['light', 'dark', 'system'] as const).map((value) => ({
              value,
              label: t(`shell:theme.${value}`),
            }))}
          />
        </div>
      </Section>
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => form.reset(valuesOf(preferences))} />
    </Form>
  )
}
