import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { randomName } from '../../../lib/random.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { DangerRow, Page, PageHeader, Section } from '../../../ui/page.tsx'
import { SaveBar } from '../../../ui/save-bar.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Health, useUpstreamName } from '../parts/upstream-columns.tsx'
import { UpstreamFields } from '../parts/upstream-form.tsx'
import { emptyUpstream, toChanges, toNew, valuesOf } from '../parts/upstream-values.ts'
import { createUpstream, deleteUpstream, type Upstream, updateUpstream, upstreamsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/upstreams/$id')

/** Connects a provider; the connection can be tested before anything is saved. */
export function NewUpstreamPage() {
  const { t } = useTranslation('upstreams')
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = useForm({ defaultValues: emptyUpstream })
  const [once] = useState(randomName)
  return (
    <Page narrow>
      <PageHeader title={t('addTitle')} description={<Back />} />
      <Form
        form={form}
        className="gap-6"
        onSubmit={async (values) => {
          const made = await createUpstream(toNew(values), once)
          await client.invalidateQueries({ queryKey: ['operator'] })
          toast({ title: t('added') })
          await navigate({ to: '/operator/upstreams/$id', params: { id: made.id } })
        }}
      >
        <UpstreamFields form={form} />
        <FormActions>
          <Button type="submit" kind="primary" loading={form.formState.isSubmitting}>
            {t('add')}
          </Button>
          <LinkButton to="/operator/upstreams">{t('ui:cancel')}</LinkButton>
        </FormActions>
      </Form>
    </Page>
  )
}

function Back() {
  const { t } = useTranslation('upstreams')
  return <TextLink to="/operator/upstreams">{t('back')}</TextLink>
}

/** One connection: what it is, its settings, its end. */
export function UpstreamPage() {
  const { t } = useTranslation('upstreams')
  const nameOf = useUpstreamName()
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(upstreamsQuery)
  const upstream = data?.items.find((one) => one.id === id)
  return (
    <Page narrow>
      <PageHeader title={upstream ? nameOf(upstream) : t('one')} description={<Back />} />
      {upstream ? (
        <One key={upstream.id} upstream={upstream} />
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

function One({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('upstreams')
  const facts = (
    <Section
      title={t('facts')}
      actions={
        <LinkButton to="/operator/upstreams" search={{ test: upstream.id }}>
          <Play aria-hidden />
          {t('live.column')}
        </LinkButton>
      }
    >
      <DescriptionList
        items={[
          { label: t('health.title'), value: <Health upstream={upstream} /> },
          {
            label: t('priceList'),
            value: upstream.provider === null ? t('noPriceList') : <Code>{upstream.provider}</Code>,
          },
          { label: t('id'), value: <Code>{upstream.id}</Code> },
        ]}
      />
    </Section>
  )
  if (upstream.kind === 'sandbox')
    return (
      <>
        <Notice>
          {t('sandboxText')} <TextLink to="/operator/settings">{t('toSettings')}</TextLink>
        </Notice>
        {facts}
        <Section title={t('field.models')}>
          <ul className="flex flex-wrap gap-2">
            {upstream.models.map((model) => (
              <li key={model}>
                <Code>{model}</Code>
              </li>
            ))}
          </ul>
        </Section>
      </>
    )
  return (
    <>
      {facts}
      <Edit upstream={upstream} />
      <Delete upstream={upstream} />
    </>
  )
}

function Edit({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('upstreams')
  const client = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(upstream) })
  const { reset } = form
  const { isDirty, isSubmitting } = form.formState
  useEffect(() => reset(valuesOf(upstream), { keepDirtyValues: true }), [upstream, reset])
  return (
    <Form
      form={form}
      className="gap-6"
      onSubmit={async (values) => {
        const next = await updateUpstream(upstream.id, toChanges(values, upstream))
        reset(valuesOf(next))
        await client.invalidateQueries({ queryKey: ['operator'] })
        toast({ title: t('saved') })
      }}
    >
      <UpstreamFields form={form} before={upstream} />
      <SaveBar dirty={isDirty} saving={isSubmitting} onDiscard={() => reset(valuesOf(upstream))} />
    </Form>
  )
}

function Delete({ upstream }: { upstream: Upstream }) {
  const { t } = useTranslation('upstreams')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
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
        title={t('delete.question', { name: upstream.name })}
        verb={t('delete.act')}
        onConfirm={async () => {
          await deleteUpstream(upstream.id)
          toast({ title: t('delete.done') })
          await navigate({ to: '/operator/upstreams' })
          await client.invalidateQueries({ queryKey: ['operator'] })
        }}
      >
        {t('delete.text')}
      </ConfirmDialog>
    </Section>
  )
}
