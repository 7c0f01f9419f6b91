import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Organization, useChangeOrganization } from '../queries.ts'

const valuesOf = ({ name, slug }: Organization) => ({ name, slug })
const addressOf = (slug: string) => `${location.host}/orgs/${slug}`

/** Name and account; a changed account takes this page along to its new address. */
export function NamesForm({ organization, readOnly }: { organization: Organization; readOnly: boolean }) {
  const { t } = useTranslation('organizations')
  const change = useChangeOrganization(organization.slug)
  const navigate = useNavigate()
  const form = useForm({ defaultValues: valuesOf(organization) })
  const { reset } = form
  const { dirtyFields, isDirty, isSubmitting } = form.formState
  const slug = form.watch('slug').trim()
  useEffect(() => reset(valuesOf(organization), { keepDirtyValues: true }), [organization, reset])

  async function save(values: ReturnType<typeof valuesOf>) {
    const next = await change({
      ...(dirtyFields.name && { name: values.name }),
      ...(dirtyFields.slug && { slug: values.slug.trim() }),
    })
    reset(valuesOf(next))
    const moved = next.slug !== organization.slug
    if (moved)
      await navigate({
        to: '/orgs/$org/settings',
        params: { org: next.slug },
        replace: true,
        // Everything is saved.
        ignoreBlocker: true,
      })
    toast({ title: moved ? t('settings.moved', { address: addressOf(next.slug) }) : t('settings.saved') })
  }

  return (
    <Form form={form} onSubmit={save} className="gap-6">
      <Section
        title={t('settings.names')}
        description={organization.personal ? t('settings.personal') : undefined}
      >
        <div className="flex max-w-lg flex-col gap-4">
          <TextField
            name="name"
            label={t('name')}
            disabled={readOnly}
            autoComplete="organization"
            rules={{ maxLength: { value: 80, message: t('nameTooLong') } }}
          />
          <TextField
            mono
            name="slug"
            label={t('slug')}
            disabled={readOnly}
            autoComplete="off"
            spellCheck={false}
            description={t('settings.slugUse', { address: addressOf(organization.slug) })}
          />
          {slug !== '' && slug !== organization.slug && (
            <Notice title={t('settings.moving', { address: addressOf(slug) })}>
              {t('settings.movingText', { slug: organization.slug })}
            </Notice>
          )}
        </div>
      </Section>
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(organization))} />
    </Form>
  )
}
