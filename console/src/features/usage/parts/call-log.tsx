import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, RefreshCw } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useCan, useMembership } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { rangeMoments } from '../../../ui/date-range.tsx'
import { ExportButton } from '../../../ui/export-button.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { LiveSwitch } from '../../../ui/live.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { SavedFilters } from '../../../ui/saved-filters.tsx'
import { useRoomForPanel } from '../../../ui/side-panel.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { useLiveCalls } from '../live.ts'
import { callsQuery, exportCalls, type LogKind } from '../queries.ts'
import { useCallColumns } from './columns.tsx'
import { filtersOf, nothing, UsageFilters, type UsageSearch } from './filters.tsx'
import { FirstUse } from './first-use.tsx'
import { UsageSummary } from './summary.tsx'

// What explains a call is as large as the list, and comes when that is there.
const CallPanel = lazily(async () => (await import('./panel.tsx')).CallPanel)

type Props = {
  org: string
  kind: LogKind
  search: UsageSearch
  onChange: (changes: UsageSearch) => void
}

/** A log of calls: filters in the address, live, saved filters, export, and each call beside the list. */
export function CallLog({ org, kind, search, onChange }: Props) {
  const { t } = useTranslation('usage')
  const client = useQueryClient()
  const can = useCan(org)
  const organization = useMembership(org)?.id ?? org
  const columns = useCallColumns(kind)
  const list = useRef<HTMLDivElement>(null)
  const [asked, setAsked] = useState(0)
  const { range: preset, from, to, model, key, account, status, request } = search
  // Presets end now: they move only when somebody asks again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is that asking
  const range = useMemo(() => rangeMoments({ preset, from, to }), [preset, from, to, asked])
  const filter = useMemo(
    () => ({ ...range, model, key, account, status, requestId: request }),
    [range, model, key, account, status, request],
  )
  const query = useInfiniteQuery(callsQuery(org, kind, filter))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const live = useLiveCalls(org, kind, filter, query.isPlaceholderData ? undefined : rows, !query.hasNextPage)
  const at = rows?.findIndex((row) => row.id === search.row) ?? -1
  // The rows first: sums of many calls take the server longer, and nobody waits for them.
  const listed = !query.isPending
  useEffect(() => {
    if (listed) CallPanel.load().catch(() => {})
  }, [listed])
  const filters = filtersOf(search)
  useRoomForPanel(search.row !== undefined)

  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => onChange({ row: next.id }))
  }
  function refresh() {
    setAsked(asked + 1)
    void client.invalidateQueries({ queryKey: ['orgs', org, 'usage'] })
  }
  const place = `filters.${kind}.${organization}`

  return (
    <Page>
      <PageHeader
        title={t(`title.${kind}`)}
        description={can('usage:read') ? t(`description.${kind}`) : t(`descriptionOwn.${kind}`)}
        actions={
          <>
            <LiveSwitch {...live} list={list} />
            <IconButton
              kind="secondary"
              label={t('refresh')}
              icon={<RefreshCw aria-hidden />}
              loading={query.isRefetching}
              onClick={refresh}
            />
          </>
        }
      />
      {kind === 'usage' && <UsageSummary org={org} range={range} search={search} enabled={listed} />}
      <div ref={list}>
        <Table
          id={kind}
          label={t(`title.${kind}`)}
          columns={columns}
          rows={rows}
          rowId={(call) => call.id}
          onOpen={(call) => onChange({ row: call.id })}
          openId={search.row}
          error={query.error}
          onRetry={() => void query.refetch()}
          refreshing={query.isPlaceholderData}
          toolbar={
            <UsageFilters org={org} kind={kind} search={search} onChange={onChange} enabled={listed} />
          }
          actions={
            <>
              <SavedFilters<UsageSearch>
                key={place}
                place={place}
                current={filters}
                onApply={(saved) => onChange({ ...nothing, ...saved })}
              />
              <ExportButton
                disabled={!rows || rows.length === 0}
                start={(format, signal) => exportCalls(org, kind, filter, format, signal)}
              />
            </>
          }
          empty={
            filters ? (
              <EmptyState
                title={t('none')}
                action={<Button onClick={() => onChange(nothing)}>{t('ui:filters.clear')}</Button>}
              />
            ) : kind === 'errors' ? (
              <EmptyState icon={<CircleCheck aria-hidden />} title={t('noErrors.title')}>
                <p>{t('noErrors.text')}</p>
              </EmptyState>
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
      </div>
      <WhenWanted open={search.row !== undefined}>
        <CallPanel
          org={org}
          id={search.row}
          onClose={() => onChange({ row: undefined })}
          onPrevious={step(-1)}
          onNext={step(1)}
        />
      </WhenWanted>
    </Page>
  )
}
