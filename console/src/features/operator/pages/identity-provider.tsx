import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { DangerRow, Page, PageHeader, Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { ProviderFacts } from '../parts/provider-facts.tsx'
import { ProviderFields } from '../parts/provider-form.tsx'
import { emptyProvider, toChanges, toNew, valuesOf } from '../parts/provider-values.ts'
import {
  createProvider,
  deleteProvider,
  type Provider,
  providersQuery,
  updateProvider,
} from '../provider-queries.ts'

const route = getRouteApi('/guarded/shell/operator/identity-providers/$id')

function Back() {
  const { t } = useTranslation('providers')
  return <TextLink to="/operator/identity-providers">{t('back')}</TextLink>
}

/** Trusts a provider; its test comes with the page that follows. */
export function NewIdentityProviderPage() {
  const { t } = useTranslation('providers')
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = useForm({ defaultValues: emptyProvider })
  return (
    <Page narrow>
      <PageHeader title={t('addTitle')} description={<Back />} />
      <Form
        form={form}
        className="gap-6"
        onSubmit={async (values) => {
          const { id } = await createProvider(toNew(values))
          await client.invalidateQueries({ queryKey: ['operator'] })
          toast({ title: t('added') })
          await navigate({ to: '/operator/identity-providers/$id', params: { id } })
        }}
      >
        <ProviderFields form={form} />
        <FormActions>
          <Button type="submit" kind="primary" loading={form.formState.isSubmitting}>
            {t('add')}
          </Button>
          <LinkButton to="/operator/identity-providers">{t('ui:cancel')}</LinkButton>
        </FormActions>
      </Form>
    </Page>
  )
}

/** One provider: what it is to be told, its settings, its end. */
export function IdentityProviderPage() {
  const { t } = useTranslation('providers')
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(providersQuery)
  const provider = data?.items.find((one) => one.id === id)
  return (
    <Page narrow>
      <PageHeader title={provider?.name ?? t('one')} description={<Back />} />
      {provider ? (
        <>
          <ProviderFacts key={`facts-${provider.id}`} provider={provider} />
          <Edit key={provider.id} provider={provider} />
          <Delete provider={provider} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Notice kind="warning">{t('errors:not_found')}</Notice>
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}

function Edit({ provider }: { provider: Provider }) {
  const { t } = useTranslation('providers')
  const client = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(provider) })
  const { reset } = form
  const { isDirty, isSubmitting } = form.formState
  useEffect(() => reset(valuesOf(provider), { keepDirtyValues: true }), [provider, reset])
  return (
    <Form
      form={form}
      className="gap-6"
      onSubmit={async (values) => {
        const next = await updateProvider(provider.id, toChanges(values, provider))
        reset(valuesOf(next))
        await client.invalidateQueries({ queryKey: ['operator'] })
        toast({ title: t('saved') })
      }}
    >
      <ProviderFields form={form} before={provider} />
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(provider))} />
    </Form>
  )
}

function Delete({ provider }: { provider: Provider }) {
  const { t } = useTranslation('providers')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const { name, people, peopleWithoutOther: without } = provider
  return (
    <Section danger title={t('danger')}>
      <DangerRow
        title={t('delete.title')}
        action={
          <Button kind="danger" onClick={() => setOpen(true)}>
            {t('delete.act')}
          </Button>
        }
      >
        {t('delete.text')}
      </DangerRow>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('delete.question', { name })}
        verb={t('delete.act')}
        onConfirm={async () => {
          await deleteProvider(provider.id)
          toast({ title: t('delete.done') })
          await navigate({ to: '/operator/identity-providers' })
          await client.invalidateQueries({ queryKey: ['operator'] })
        }}
      >
        <span className="block">{t('delete.text')}</span>
        {people > 0 && <span className="mt-2 block">{t('delete.people', { count: people })}</span>}
        {without > 0 && (
          <strong className="mt-2 block font-medium text-danger">
            {t('delete.without', { count: without })}
          </strong>
        )}
      </ConfirmDialog>
    </Section>
  )
}
