import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { SecretOnceDialog } from '../../../ui/secret-dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { invitationsQuery, invite } from '../queries.ts'

/** Makes a link to pass on; it is shown once. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('invitations')
  const id = useId()
  const client = useQueryClient()
  const form = useForm({ defaultValues: { note: '' } })
  const { reset } = form
  const [once, setOnce] = useState('')
  const [link, setLink] = useState<string | null>(null)
  useEffect(() => {
    if (!open) return
    setOnce(randomName())
    reset()
  }, [open, reset])
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => !next && onClose()}
        title={t('add')}
        description={t('dialog.text')}
        size="small"
        footer={
          <>
            <Button onClick={onClose}>{t('ui:cancel')}</Button>
            <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
              {t('dialog.act')}
            </Button>
          </>
        }
      >
        <Form
          id={id}
          form={form}
          onSubmit={async ({ note }) => {
            const made = await invite(note, { idempotencyKey: once })
            setLink(made.url)
            onClose()
            await client.invalidateQueries({ queryKey: invitationsQuery.queryKey })
          }}
        >
          <TextField
            name="note"
            label={t('column.note')}
            description={t('dialog.noteText')}
            optional
            maxLength={200}
            autoComplete="off"
          />
        </Form>
      </Dialog>
      <SecretOnceDialog
        secret={link}
        title={t('link.title')}
        description={t('link.text')}
        label={t('link.label')}
        copyLabel={t('link.copy')}
        onceText={t('link.once')}
        savedLabel={t('link.passed')}
        onSaved={() => setLink(null)}
      />
    </>
  )
}
