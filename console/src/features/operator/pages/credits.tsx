import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sign } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { Button } from '../../../ui/button.tsx'
import { cn } from '../../../ui/cn.ts'
import { Code } from '../../../ui/code-block.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Money, When } from '../../../ui/money.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { type CreditAct, CreditDialog } from '../parts/credit-dialog.tsx'
import { OrganizationFacts } from '../parts/organization-facts.tsx'
import { type Organization, organizationsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/credits')
const acts = ['give', 'take', 'refund'] as const

/** Organizations with what they have; credit is given, taken back and refunded here. */
export function CreditsPage() {
  const { t } = useTranslation('credits')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useColumns()
  const [act, setAct] = useState<CreditAct>()
  const query = useInfiniteQuery(organizationsQuery({ q: search.q }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex((row) => row.id === search.row) ?? -1
  const organization = rows?.[at]
  const change = (changes: { q?: string; row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: next.id }))
  }
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <p className="max-w-2xl text-muted text-sm">{t('heldText')}</p>
      <Table
        id="credits"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(one) => one.id}
        onOpen={(one) => change({ row: one.id })}
        openId={search.row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={
          <FilterBar>
            <SearchField
              label={t('search')}
              value={search.q ?? ''}
              onSearch={(q) => change({ q: q || undefined })}
            />
          </FilterBar>
        }
        empty={
          <EmptyState
            title={t('none')}
            action={<Button onClick={() => change({ q: undefined })}>{t('ui:filters.clear')}</Button>}
          />
        }
        footer={
          rows &&
          rows.length > 0 && (
            <LoadMore
              shown={rows.length}
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          )
        }
      />
      <SidePanel
        open={organization !== undefined}
        onClose={() => change({ row: undefined })}
        title={organization?.name ?? ''}
        subtitle={organization && <Code>{organization.slug}</Code>}
        onPrevious={step(-1)}
        onNext={step(1)}
        footer={acts.map((one) => (
          <Button key={one} kind={one === 'give' ? 'primary' : 'secondary'} onClick={() => setAct(one)}>
            {t(`act.${one}`)}
          </Button>
        ))}
      >
        {organization && <OrganizationFacts organization={organization} />}
      </SidePanel>
      {organization && (
        <CreditDialog act={act} organization={organization} onClose={() => setAct(undefined)} />
      )}
    </Page>
  )
}

function useColumns(): readonly Column<Organization>[] {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  return useMemo(
    () => [
      { id: 'name', header: t('column.name'), cell: (one) => one.name },
      {
        id: 'slug',
        header: t('column.slug'),
        card: true,
        cell: (one) => (
          <span className="inline-flex items-center gap-2">
            <Code>{one.slug}</Code>
            {one.personal && <Badge>{t('personal')}</Badge>}
          </span>
        ),
      },
      {
        id: 'owner',
        header: t('column.owner'),
        cell: (one) => one.owner && (one.owner.nickname ?? one.owner.username),
      },
      {
        id: 'members',
        header: t('column.members'),
        align: 'end',
        cell: (one) => integer(one.members),
      },
      {
        id: 'balance',
        header: t('column.balance'),
        align: 'end',
        card: true,
        cell: (one) => (
          <Money value={one.balanceUsd} className={cn(sign(one.balanceUsd) < 0 && 'text-danger')} />
        ),
      },
      {
        id: 'held',
        header: t('column.held'),
        align: 'end',
        card: true,
        cell: (one) => <Money value={one.heldUsd} />,
      },
      {
        id: 'calls',
        header: t('column.calls'),
        align: 'end',
        card: true,
        cell: (one) => integer(one.calls30Days),
      },
      {
        id: 'created',
        header: t('column.created'),
        hidden: true,
        cell: (one) => <When at={one.createdAt} />,
      },
    ],
    [t, integer],
  )
}
