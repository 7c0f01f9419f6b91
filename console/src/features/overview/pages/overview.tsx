import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { DateRange, type LongPreset } from '../../../ui/date-range.tsx'
import { FilterBar } from '../../../ui/filters.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { Balance } from '../parts/balance.tsx'
import { Breakdown } from '../parts/breakdown.tsx'
import { useChips } from '../parts/chips.tsx'
import { Figures } from '../parts/figures.tsx'
import { FirstSteps } from '../parts/first-steps.tsx'
import { type ChartName, OverTime } from '../parts/over-time.tsx'
import { type By, beginningQuery, type Filter, seriesQuery, walletQuery } from '../queries.ts'
import { type Interval, presets, timeOf, usualPreset, zoneName } from '../range.ts'

/** What the page keeps in its query. */
export type OverviewSearch = Filter & {
  range?: LongPreset
  from?: string
  to?: string
  interval?: Interval
  chart?: ChartName
  by?: By
}
const route = getRouteApi('/guarded/shell/orgs/$org/overview')

/** Where an organization stands: the first page of it. */
export function OverviewPage() {
  const { t } = useTranslation('overview')
  const { org } = route.useParams()
  const can = useCan(org)
  const own = !can('usage:read')
  const may = { keys: can('keys:read') || can('keys:readOwn'), calls: can('usage:readOwn') }
  const { data: beginning, isFetched } = useQuery(beginningQuery(org, may))
  const wallet = useQuery({ ...walletQuery(org), enabled: can('wallet:read') })
  // What they say decides how much room they take: the page waits for a first answer of both, also one that failed, and then stands still.
  const waiting = !isFetched || (can('wallet:read') && !wallet.isFetched)
  const begun = beginning === undefined || (beginning.hasKey && beginning.hasCall)
  return (
    <Page>
      <PageHeader title={t('title')} description={own ? t('descriptionOwn') : t('description')} />
      {waiting ? (
        <Skeleton lines={6} />
      ) : (
        <>
          {can('wallet:read') ? <Balance org={org} /> : <p className="text-muted">{t('wallet.hidden')}</p>}
          {!begun && (
            <FirstSteps
              org={org}
              {...beginning}
              mayMakeKeys={can('keys:create')}
              mayCall={can('models:call')}
            />
          )}
          {beginning?.hasCall !== false && <Sums org={org} own={own} />}
        </>
      )}
    </Page>
  )
}

function Sums({ org, own }: { org: string; own: boolean }) {
  const { t } = useTranslation('overview')
  const search: OverviewSearch = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const { place, span: written, zone: zoneText } = useFormat()
  const [asked, setAsked] = useState(() => Date.now())
  const { range: preset, from, to, interval: wanted, model, key, account } = search

  const zone = zoneName(place.timeZone)
  const time = useMemo(
    () => timeOf({ preset, from, to }, { now: asked, timeZone: place.timeZone, interval: wanted }),
    [preset, from, to, wanted, asked, place.timeZone],
  )
  const filter = useMemo(() => ({ model, key, account }), [model, key, account])
  const span = useMemo(() => ({ from: time.from, to: time.to, zone }), [time.from, time.to, zone])
  const query = useQuery({
    ...seriesQuery(org, { ...span, ...filter, interval: time.interval }),
    enabled: !time.reversed,
  })
  const { data } = query

  const change = useCallback(
    (changes: OverviewSearch) =>
      void navigate({ search: (old) => ({ ...old, ...changes }), replace: true, resetScroll: false }),
    [navigate],
  )
  const chips = useChips({ org, filter, span, enabled: !time.reversed, onChange: change })
  const bys: readonly By[] = own ? ['model', 'key'] : ['model', 'key', 'account']
  function refresh() {
    setAsked(Date.now())
    void client.invalidateQueries({ queryKey: ['orgs', org] })
  }
  return (
    <>
      <FilterBar
        chips={chips}
        onClear={() => change({ model: undefined, key: undefined, account: undefined })}
      >
        <DateRange<LongPreset>
          label={t('time')}
          days
          presets={presets}
          fallback={usualPreset}
          value={{ preset: search.range, from: search.from, to: search.to }}
          onValueChange={(next) => change({ range: next.preset, from: next.from, to: next.to })}
        />
        <Select
          label={t('interval.label')}
          className="w-32"
          value={time.interval}
          onValueChange={(next) => change({ interval: time.intervals.find((one) => one === next) })}
          options={time.intervals.map((value) => ({ value, label: t(`interval.${value}`) }))}
        />
        <IconButton
          kind="secondary"
          label={t('refresh')}
          icon={<RefreshCw aria-hidden />}
          loading={query.isRefetching}
          onClick={refresh}
        />
      </FilterBar>
      <section aria-label={t('figures.label')} className="@container flex flex-col gap-1.5">
        <Figures org={org} data={data} filter={filter} />
        <p className="text-muted text-xs">
          {data?.previous
            ? t('compared', {
                time: written(data.from, data.to, time.interval),
                before: written(data.previous.from, data.previous.to, time.interval),
                zone: zoneText(),
              })
            : '\u00a0'}
        </p>
      </section>
      <OverTime
        org={org}
        data={data}
        interval={time.interval}
        filter={filter}
        chart={search.chart ?? 'spend'}
        onChart={(chart) => change({ chart: chart === 'spend' ? undefined : chart })}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
      />
      <Breakdown
        org={org}
        bys={bys}
        by={bys.find((one) => one === search.by) ?? 'model'}
        onBy={(by) => change({ by: by === 'model' ? undefined : by })}
        time={span}
        enabled={!time.reversed}
        filter={filter}
        onNarrow={change}
      />
    </>
  )
}
