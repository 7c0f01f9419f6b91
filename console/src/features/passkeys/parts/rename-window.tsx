import { useId } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Passkey, usePasskeyChanges } from '../queries.ts'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; passkey: Passkey }

/** Gives a passkey another name. */
export function RenameWindow({ open, onOpenChange, passkey }: Props) {
  const { t } = useTranslation('passkeys')
  const id = useId()
  const { rename } = usePasskeyChanges()
  const form = useForm({ values: { name: passkey.name } })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      onClosed={() => form.reset()}
      title={t('rename.title')}
      size="small"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
            {t('rename.verb')}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        form={form}
        onSubmit={async ({ name }) => {
          await rename(passkey.id, name.trim())
          onOpenChange(false)
          toast({ title: t('rename.done') })
        }}
      >
        <TextField
          name="name"
          label={t('name')}
          description={t('rename.text')}
          autoComplete="off"
          rules={{ maxLength: { value: 80, message: t('rename.tooLong') } }}
        />
      </Form>
    </Dialog>
  )
}
