import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../lib/session.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { rangeMoments } from '../../../ui/date-range.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useCallColumns } from '../parts/columns.tsx'
import { isFiltered, UsageFilters, type UsageSearch } from '../parts/filters.tsx'
import { FirstUse } from '../parts/first-use.tsx'
import { CallPanel } from '../parts/panel.tsx'
import { UsageSummary } from '../parts/summary.tsx'
import { callsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/usage')

/** Every call of the organization, newest first; members see those of their own keys. */
export function UsagePage() {
  const { t } = useTranslation('usage')
  const { org } = route.useParams()
  const search: UsageSearch = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const can = useCan(org)
  const columns = useCallColumns()
  const [asked, setAsked] = useState(0)
  const { range: preset, from, to, model, key, status, request } = search
  // Presets end now: they move only when somebody asks again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is that asking
  const range = useMemo(() => rangeMoments({ preset, from, to }), [preset, from, to, asked])
  const query = useInfiniteQuery(callsQuery(org, { ...range, model, key, status, requestId: request }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex((row) => row.id === search.row) ?? -1

  const change = (changes: UsageSearch) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: next.id }))
  }
  function refresh() {
    setAsked(asked + 1)
    void client.invalidateQueries({ queryKey: ['orgs', org, 'usage'] })
  }

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={can('usage:read') ? t('description') : t('descriptionOwn')}
        actions={
          <IconButton
            kind="secondary"
            label={t('refresh')}
            icon={<RefreshCw aria-hidden />}
            loading={query.isRefetching}
            onClick={refresh}
          />
        }
      />
      <UsageSummary org={org} range={range} />
      <Table
        id="usage"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(call) => call.id}
        onOpen={(call) => change({ row: call.id })}
        openId={search.row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={<UsageFilters org={org} search={search} onChange={change} />}
        empty={
          isFiltered(search) ? (
            <EmptyState
              title={t('none')}
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>
                  {t('ui:filters.clear')}
                </Button>
              }
            />
          ) : (
            <FirstUse org={org} />
          )
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
      <CallPanel
        org={org}
        id={search.row}
        onClose={() => change({ row: undefined })}
        onPrevious={step(-1)}
        onNext={step(1)}
      />
    </Page>
  )
}
