import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { type Chip, FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useOrganizationColumns } from '../parts/organization-columns.tsx'
import { OrganizationPanel } from '../parts/organization-panel.tsx'
import { type OrganizationFilter, organizationsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/credits')
const kinds = ['personal', 'shared'] as const

/** Organizations with what they have; credit is given, taken back and refunded here. */
export function CreditsPage() {
  const { t } = useTranslation('credits')
  const { integer } = useFormat()
  const { q, kind, row } = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useOrganizationColumns()
  const query = useInfiniteQuery(organizationsQuery({ q, kind }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const total = query.data?.pages[0]?.total
  const change = (changes: OrganizationFilter & { row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const word = (one: (typeof kinds)[number]) => (one === 'personal' ? t('personal') : t('shared'))
  const clear = () => change({ q: undefined, kind: undefined })
  const chips: Chip[] = []
  if (q) chips.push({ id: 'q', label: t('chip', { q }), onRemove: () => change({ q: undefined }) })
  if (kind) chips.push({ id: 'kind', label: word(kind), onRemove: () => change({ kind: undefined }) })
  return (
    <Page>
      <PageHeader
        title={t('title')}
        count={total === undefined || total === null ? undefined : integer(total)}
        description={t('description')}
      />
      <Table
        id="credits"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(one) => one.id}
        onOpen={(one) => change({ row: one.id })}
        openId={row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={
          <FilterBar chips={chips} onClear={clear}>
            <SearchField
              label={t('search')}
              value={q ?? ''}
              onSearch={(next) => change({ q: next || undefined })}
            />
            <Select
              label={t('kind')}
              className="w-40"
              value={kind ?? ''}
              onValueChange={(next) => change({ kind: kinds.find((known) => known === next) })}
              options={[
                { value: '', label: t('anyKind') },
                ...kinds.map((one) => ({ value: one, label: word(one) })),
              ]}
            />
          </FilterBar>
        }
        empty={
          <EmptyState title={t('none')} action={<Button onClick={clear}>{t('ui:filters.clear')}</Button>} />
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
      <OrganizationPanel id={row} rows={rows ?? []} onOpen={(id) => change({ row: id })} />
    </Page>
  )
}
