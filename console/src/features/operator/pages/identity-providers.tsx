import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { IdCard, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ProviderMark } from '../../../ui/provider-mark.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { type Provider, providersQuery } from '../provider-queries.ts'

function useColumns(): readonly Column<Provider>[] {
  const { t } = useTranslation('providers')
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('field.name'),
        cell: (one) => (
          <span className="inline-flex items-center gap-2">
            <ProviderMark icon={one.icon} />
            {one.name}
          </span>
        ),
      },
      {
        id: 'issuer',
        header: t('field.issuer'),
        card: true,
        cell: (one) => <span className="block max-w-72 truncate font-mono text-xs">{one.issuer}</span>,
      },
      { id: 'signUp', header: t('field.signUp'), card: true, cell: (one) => t(`signUps.${one.signUp}`) },
      {
        id: 'people',
        header: t('peopleTitle'),
        align: 'end',
        card: true,
        cell: (one) => t('people', { count: one.people }),
      },
      {
        id: 'state',
        header: t('state'),
        card: true,
        cell: (one) => (
          <Status tone={one.enabled ? 'success' : 'neutral'}>{one.enabled ? t('on') : t('off')}</Status>
        ),
      },
    ],
    [t],
  )
}

/** Whom this installation trusts to say who somebody is. */
export function IdentityProvidersPage() {
  const { t } = useTranslation('providers')
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(providersQuery)
  const columns = useColumns()
  const add = (
    <LinkButton kind="primary" to="/operator/identity-providers/new">
      <Plus aria-hidden />
      {t('add')}
    </LinkButton>
  )
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} actions={add} />
      <Table
        id="identity-providers"
        label={t('title')}
        columns={columns}
        rows={data?.items}
        rowId={(one) => one.id}
        onOpen={(one) => void navigate({ to: '/operator/identity-providers/$id', params: { id: one.id } })}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState icon={<IdCard aria-hidden />} title={t('first')} />}
      />
    </Page>
  )
}
