import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import { sign } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { MoneyField } from '../../../ui/number-field.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { giveCredit, type Organization, refundCall } from '../queries.ts'

export type CreditAct = 'give' | 'take' | 'refund'
type Props = { act: CreditAct | undefined; organization: Organization; onClose: () => void }

const empty = { amountUsd: '', requestId: '', note: '' }

/** Gives credit, takes it back with a note, or pays a call back. */
export function CreditDialog({ act, organization, onClose }: Props) {
  const { t } = useTranslation('credits')
  const id = useId()
  const client = useQueryClient()
  const { money } = useFormat()
  const form = useForm({ defaultValues: empty })
  const { reset } = form
  const [once, setOnce] = useState('')
  const [shown, setShown] = useState<CreditAct>('give')
  useEffect(() => {
    if (act === undefined) return
    setShown(act)
    // One name for one opening of the dialog: pressing twice gives once.
    setOnce(randomName())
    reset(empty)
  }, [act, reset])

  async function save({ amountUsd, requestId, note }: typeof empty) {
    const about = note.trim() === '' ? {} : { note: note.trim() }
    const key = { idempotencyKey: once }
    const entry =
      shown === 'refund'
        ? await refundCall(organization.id, { requestId: requestId.trim(), ...about }, key)
        : await giveCredit(
            organization.id,
            { amountUsd: shown === 'take' ? `-${amountUsd}` : amountUsd, ...about },
            key,
          )
    await client.invalidateQueries({ queryKey: ['operator', 'organizations'] })
    await client.invalidateQueries({ queryKey: ['orgs'] })
    toast({
      title: t(`done.${shown}`, { name: organization.name }),
      description: t('done.balance', { balance: money(entry.balanceUsd) }),
    })
    onClose()
  }

  return (
    <Dialog
      open={act !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={t(`dialog.${shown}`, { name: organization.name })}
      description={t(`text.${shown}`)}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
            {t(`act.${shown}`)}
          </Button>
        </>
      }
    >
      <Form id={id} form={form} onSubmit={save}>
        {shown === 'refund' ? (
          <TextField
            name="requestId"
            label={t('requestId')}
            description={t('requestIdText')}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        ) : (
          <MoneyField
            name="amountUsd"
            label={t('amount')}
            rules={{
              validate: (amount: string) =>
                (/^\d{1,9}(\.\d{1,9})?$/.test(amount) && sign(amount) > 0) || t('amountWrong'),
            }}
          />
        )}
        <TextArea
          name="note"
          label={t('note')}
          description={t('noteText')}
          optional={shown !== 'take'}
          maxLength={500}
          rows={2}
        />
      </Form>
    </Dialog>
  )
}
