import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { usePlace } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Key, updateKey } from '../queries.ts'
import { useKeyChanged } from './changed.ts'
import { KeyFields } from './key-fields.tsx'
import { changesOf, valuesOf } from './key-values.ts'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; apiKey: Key }

export function EditKeyDialog({ open, onOpenChange, apiKey }: Props) {
  const { t } = useTranslation('keys')
  const { timeZone } = usePlace()
  const changed = useKeyChanged()
  const [before, setBefore] = useState(() => valuesOf(apiKey, timeZone))
  const form = useForm({ defaultValues: before })
  // Not when the key is read again meanwhile: what was typed stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: filled when it opens
  useEffect(() => {
    if (!open) return
    setBefore(valuesOf(apiKey, timeZone))
    form.reset(valuesOf(apiKey, timeZone))
  }, [open])
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('edit.title', { name: apiKey.name })}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="edit-key" kind="primary" loading={form.formState.isSubmitting}>
            {t('ui:save.save')}
          </Button>
        </>
      }
    >
      <Form
        id="edit-key"
        form={form}
        onSubmit={async (values) => {
          const changes = changesOf(before, values, timeZone)
          if (Object.keys(changes).length > 0) {
            await changed(apiKey.organization, await updateKey(apiKey.organization, apiKey.id, changes))
            toast({ title: t('edit.done') })
          }
          onOpenChange(false)
        }}
      >
        <KeyFields org={apiKey.organization} />
      </Form>
    </Dialog>
  )
}
