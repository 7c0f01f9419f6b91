import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Checkbox, RadioGroup } from '../../../ui/choice.tsx'
import { Form } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changePolicy, type Policy, type PolicyChanges, policyQuery } from '../queries.ts'

const valuesOf = (policy: Policy) => ({
  recordIp: policy.recordIp as string,
  ipRetentionDays: String(policy.ipRetentionDays),
  maxKeyDays: policy.maxKeyDays === null ? '' : String(policy.maxKeyDays),
  eraseStoredIps: false,
})

/** Privacy and keys: the fields of the policy that are saved together; only what was changed is sent. */
export function PolicyForm({ org, policy, readOnly }: { org: string; policy: Policy; readOnly: boolean }) {
  const { t } = useTranslation('policy')
  const client = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(policy) })
  const { reset } = form
  const { dirtyFields, isDirty, isSubmitting } = form.formState
  const recordIp = form.watch('recordIp')
  useEffect(() => reset(valuesOf(policy), { keepDirtyValues: true }), [policy, reset])
  const days = { min: { value: 1, message: t('days') }, max: { value: 3650, message: t('days') } }

  async function save(values: ReturnType<typeof valuesOf>) {
    const changes: PolicyChanges = {}
    if (dirtyFields.recordIp) changes.recordIp = values.recordIp as Policy['recordIp']
    if (dirtyFields.ipRetentionDays) changes.ipRetentionDays = Number(values.ipRetentionDays)
    if (dirtyFields.maxKeyDays)
      changes.maxKeyDays = values.maxKeyDays === '' ? null : Number(values.maxKeyDays)
    if (values.recordIp === 'off' && values.eraseStoredIps) changes.eraseStoredIps = true
    const next = await changePolicy(org, changes)
    client.setQueryData(policyQuery(org).queryKey, next)
    reset(valuesOf(next))
    toast({ title: changes.eraseStoredIps ? t('savedErased') : t('saved') })
  }

  return (
    <Form form={form} onSubmit={save} className="gap-6">
      <Section title={t('ip.title')} description={t('ip.description')}>
        <div className="flex flex-col gap-4">
          <RadioGroup
            name="recordIp"
            label={t('ip.label')}
            disabled={readOnly}
            options={(['off', 'truncated', 'full'] as const).map((value) => ({
              value,
              label: t(`ip.${value}`),
              description: t(`ip.${value}Text`),
            }))}
          />
          {recordIp === 'off' ? (
            <Checkbox
              name="eraseStoredIps"
              label={t('ip.erase')}
              description={t('ip.eraseText')}
              disabled={readOnly}
            />
          ) : (
            <NumberField
              name="ipRetentionDays"
              label={t('ip.retention')}
              description={t('ip.retentionText')}
              disabled={readOnly}
              rules={days}
              className="max-w-60"
            />
          )}
        </div>
      </Section>
      <Section title={t('keys.title')}>
        <NumberField
          name="maxKeyDays"
          label={t('keys.maxDays')}
          description={t('keys.maxDaysText')}
          disabled={readOnly}
          optional
          rules={days}
          className="max-w-96"
        />
      </Section>
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(policy))} />
    </Form>
  )
}
