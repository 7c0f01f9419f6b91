import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Plug, Plus } from 'lucide-react'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { LiveTestPanel } from '../parts/live-test.tsx'
import { useUpstreamColumns } from '../parts/upstream-columns.tsx'
import { upstreamsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/upstreams')

/** Connections to model providers, with how they fare. */
export function UpstreamsPage() {
  const { t } = useTranslation('upstreams')
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({ ...upstreamsQuery, refetchInterval: 15_000 })
  const search = route.useSearch()
  const navigateHere = route.useNavigate()
  const test = (id: string | undefined) => void navigateHere({ search: { test: id }, replace: true })
  const columns = useUpstreamColumns(test)
  const add = (
    <LinkButton kind="primary" to="/operator/upstreams/new">
      <Plus aria-hidden />
      {t('add')}
    </LinkButton>
  )
  const onlySandbox = data?.items.every((one) => one.kind === 'sandbox')
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} actions={add} />
      {onlySandbox && <Notice title={t('first.title')}>{t('first.text')}</Notice>}
      <Table
        id="upstreams"
        label={t('title')}
        columns={columns}
        rows={data?.items}
        rowId={(one) => one.id}
        onOpen={(one) => void navigate({ to: '/operator/upstreams/$id', params: { id: one.id } })}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState icon={<Plug aria-hidden />} title={t('first.title')} action={add} />}
      />
      <LiveTestPanel
        upstream={data?.items.find((one) => one.id === search.test)}
        onClose={() => test(undefined)}
      />
    </Page>
  )
}
