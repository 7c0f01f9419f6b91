import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useEmailChanges } from '../queries.ts'

/** One more address; it counts from the moment when its mailbox has confirmed it. */
export function AddEmailDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('emails')
  const { add } = useEmailChanges()
  const form = useForm({ defaultValues: { email: '' } })
  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={(next) => !next && onClose()}
      onClosed={() => form.reset()}
      title={t('add.title')}
      description={t('add.text')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" form="add-email" kind="primary" loading={form.formState.isSubmitting}>
            {t('add.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="add-email"
        form={form}
        onSubmit={async ({ email }) => {
          await add(email.trim())
          onClose()
          toast({ title: t('sent', { address: email.trim() }) })
        }}
      >
        <TextField
          name="email"
          label={t('address')}
          type="email"
          inputMode="email"
          autoComplete="email"
          spellCheck={false}
        />
      </Form>
    </Dialog>
  )
}
