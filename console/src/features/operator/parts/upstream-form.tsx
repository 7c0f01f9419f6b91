import { useState } from 'react'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { ChipsField } from '../../../ui/chips-field.tsx'
import { Checkbox, RadioGroup, Switch } from '../../../ui/choice.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { PasswordField, TextField } from '../../../ui/text-field.tsx'
import type { Upstream } from '../queries.ts'
import { TestConnection } from './test-connection.tsx'
import { staysAtHost, type UpstreamValues } from './upstream-values.ts'

const exampleAddress = 'https://api.example.com/v1'

type Props = { form: UseFormReturn<UpstreamValues>; before?: Upstream }

/** Where it is and with which credential, what it serves, when it is chosen. */
export function UpstreamFields({ form, before }: Props) {
  const { t } = useTranslation('upstreams')
  const [offered, setOffered] = useState<readonly string[]>(before?.models ?? [])
  const within = (least: number) => ({
    min: { value: least, message: t('between', { least }) },
    max: { value: 1000, message: t('between', { least }) },
  })
  return (
    <>
      <Section title={t('connection')}>
        <div className="flex flex-col gap-4">
          <TextField
            name="name"
            label={t('field.name')}
            autoComplete="off"
            rules={{ maxLength: { value: 80, message: t('tooLong') } }}
          />
          <TextField
            name="baseUrl"
            label={t('field.baseUrl')}
            description={t('field.baseUrlText')}
            placeholder={exampleAddress}
            autoComplete="off"
            inputMode="url"
            spellCheck={false}
            mono
          />
          <KeyField before={before} />
          <TestConnection
            form={form}
            before={before}
            onModels={(models) => setOffered([...new Set([...models, ...offered])])}
          />
        </div>
      </Section>
      <Section title={t('field.models')} description={t('field.modelsText')}>
        <ChipsField
          name="models"
          label={t('field.modelNames')}
          description={offered.length > 0 ? t('field.modelsOffered') : t('field.modelsTyped')}
          options={offered}
          free
          rules={{ validate: (models: string[]) => models.length > 0 || t('field.modelsNone') }}
        />
      </Section>
      <Section title={t('routing')}>
        <div className="flex flex-col gap-5">
          <Switch name="enabled" label={t('field.enabled')} description={t('field.enabledText')} />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              name="priority"
              label={t('field.priority')}
              description={t('field.priorityText')}
              rules={within(0)}
            />
            <NumberField
              name="weight"
              label={t('field.weight')}
              description={t('field.weightText')}
              rules={within(1)}
            />
          </div>
          <RadioGroup
            name="onDisconnect"
            label={t('field.onDisconnect')}
            options={(['cancel', 'drain'] as const).map((value) => ({
              value,
              label: t(`disconnect.${value}`),
              description: t(`disconnect.${value}Text`),
            }))}
          />
          <Switch
            name="streamOptions"
            label={t('field.streamOptions')}
            description={t('field.streamOptionsText')}
          />
        </div>
      </Section>
    </>
  )
}

/** The credential: never shown, and asked for again when the address moves to another host. */
function KeyField({ before }: { before?: Upstream }) {
  const { t } = useTranslation('upstreams')
  const values = useWatch<UpstreamValues>() as UpstreamValues
  const saved = before?.apiKey.set === true
  const moves = saved && URL.canParse(values.baseUrl) && !staysAtHost(values, before)
  const text = !saved
    ? t('field.apiKeyText')
    : moves
      ? t('field.apiKeyMoves')
      : t('field.apiKeySaved', { hint: before.apiKey.hint ?? '' })
  return (
    <div className="flex flex-col gap-2">
      <PasswordField
        name="apiKey"
        label={t('field.apiKey')}
        description={text}
        autoComplete="new-password"
        optional={!moves || values.clearKey}
        disabled={values.clearKey}
      />
      {saved && <Checkbox name="clearKey" label={t('field.clearKey')} />}
    </div>
  )
}
