import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { localInput, zonedMoment } from '../../../lib/zone.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { changePolicy, type Policy, policyQuery } from '../queries.ts'

type Props = { org: string; policy: Policy; readOnly: boolean }

/** From which day members need a second factor, how many have none, and what happens to them then. */
export function TwoFactorRule({ org, policy, readOnly }: Props) {
  const { t } = useTranslation('policy')
  const { day } = useFormat()
  const client = useQueryClient()
  const [lifting, setLifting] = useState(false)
  const from = policy.requireTwoFactorFrom
  const begun = from !== null && new Date(from) <= new Date()

  async function save(requireTwoFactorFrom: string | null) {
    const next = await changePolicy(org, { requireTwoFactorFrom })
    client.setQueryData(policyQuery(org).queryKey, next)
    void client.invalidateQueries({ queryKey: ['me', 'organizations'] })
    toast({ title: t('saved') })
  }

  return (
    <Section title={t('twoFactor.title')} description={t('twoFactor.text')}>
      <div className="flex flex-col gap-4">
        {from !== null && (
          <Notice kind={begun ? 'success' : 'info'}>
            {begun ? t('twoFactor.since', { date: day(from) }) : t('twoFactor.from', { date: day(from) })}
          </Notice>
        )}
        <p className={policy.membersWithoutTwoFactor > 0 ? 'text-warning' : 'text-muted'}>
          {policy.membersWithoutTwoFactor > 0
            ? t('twoFactor.without', { count: policy.membersWithoutTwoFactor })
            : t('twoFactor.all')}
        </p>
        {!readOnly && <DayForm from={from} onSave={save} />}
        {!readOnly && from !== null && (
          <div>
            <Button onClick={() => setLifting(true)}>{t('twoFactor.lift')}</Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={lifting}
        onOpenChange={setLifting}
        title={t('twoFactor.liftAsk')}
        verb={t('twoFactor.lift')}
        onConfirm={() => save(null)}
      >
        {t('twoFactor.liftText')}
      </ConfirmDialog>
    </Section>
  )
}

function DayForm({ from, onSave }: { from: string | null; onSave: (from: string) => Promise<void> }) {
  const { t } = useTranslation('policy')
  const { zone, place } = useFormat()
  const form = useForm({
    defaultValues: { day: from === null ? '' : localInput(from, place.timeZone).slice(0, 10) },
  })
  return (
    <Form
      form={form}
      onSubmit={async ({ day }) => {
        await onSave(zonedMoment(`${day}T00:00:00`, place.timeZone) ?? '')
        form.reset({ day })
      }}
    >
      <TextField
        name="day"
        type="date"
        label={t('twoFactor.day')}
        description={t('twoFactor.dayText', { zone: zone() })}
        className="max-w-96"
      />
      <FormActions>
        <Button type="submit" loading={form.formState.isSubmitting}>
          {from === null ? t('twoFactor.verb') : t('twoFactor.change')}
        </Button>
      </FormActions>
    </Form>
  )
}
