import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useCreateOrganization } from '../queries.ts'
import { slugFrom } from './slug.ts'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** Name and organization account; landing on its home afterwards. */
export function CreateOrganizationDialog({ open, onOpenChange }: Props) {
  const { t } = useTranslation('organizations')
  const create = useCreateOrganization()
  const navigate = useNavigate()
  const [act, setAct] = useState(randomName)
  const form = useForm({ defaultValues: { name: '', slug: '' } })
  useEffect(() => {
    if (!open) return
    form.reset()
    setAct(randomName())
  }, [open, form])
  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={onOpenChange}
      title={t('create.title')}
      description={t('create.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button
            type="submit"
            form="create-organization"
            kind="primary"
            loading={form.formState.isSubmitting}
          >
            {t('create.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="create-organization"
        form={form}
        onSubmit={async ({ name, slug }) => {
          const made = await create({ name, slug: slug.trim() }, act)
          onOpenChange(false)
          await navigate({ to: '/orgs/$org', params: { org: made.slug } })
        }}
      >
        <TextField
          name="name"
          label={t('name')}
          autoComplete="organization"
          rules={{ maxLength: { value: 80, message: t('nameTooLong') } }}
          onValueChange={(name) => {
            // Until somebody writes one of their own.
            if (!form.getFieldState('slug').isTouched) form.setValue('slug', slugFrom(name))
          }}
        />
        <TextField
          mono
          name="slug"
          label={t('slug')}
          autoComplete="off"
          spellCheck={false}
          description={t('slugRules')}
        />
      </Form>
    </Dialog>
  )
}
