import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { cn } from '../../../ui/cn.ts'
import { Code } from '../../../ui/code-block.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { UnitPrice } from '../../../ui/money.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { BucketPrice } from '../../../ui/rates.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Status, type Tone } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { Moment } from '../../../ui/when.tsx'
import { ModelName } from '../parts/model-name.tsx'
import { type Comparison, comparisonQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/prices/compare')
const tones: Record<Comparison['verdict'], Tone> = {
  same: 'success',
  dearer: 'info',
  cheaper: 'warning',
  mixed: 'warning',
  unlisted: 'neutral',
}

/** Our own prices beside those of the lists, with the differences marked. */
export function PriceComparisonPage() {
  const { t } = useTranslation('priceLists')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useColumns()
  const query = useInfiniteQuery(comparisonQuery({ q: search.q }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex((row) => row.model === search.row) ?? -1
  const change = (changes: { q?: string; row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: next.model }))
  }
  const open = rows?.[at]
  return (
    <Page>
      <PageHeader
        title={t('compare.title')}
        description={
          <>
            {t('compare.text')} <TextLink to="/operator/prices">{t('back')}</TextLink>
          </>
        }
        actions={<LinkButton to="/operator/prices/import">{t('import.title')}</LinkButton>}
      />
      <Table
        id="price-comparison"
        label={t('compare.title')}
        columns={columns}
        rows={rows}
        rowId={(one) => one.model}
        onOpen={(one) => change({ row: one.model })}
        openId={search.row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={
          <FilterBar>
            <SearchField
              label={t('prices:search')}
              value={search.q ?? ''}
              onSearch={(q) => change({ q: q || undefined })}
            />
          </FilterBar>
        }
        empty={
          search.q === undefined ? (
            <EmptyState
              title={t('compare.none')}
              action={
                <LinkButton to="/operator/prices" kind="primary">
                  {t('compare.toPrices')}
                </LinkButton>
              }
            >
              <p>{t('compare.noneText')}</p>
            </EmptyState>
          ) : (
            <EmptyState
              title={t('prices:none.found')}
              action={<Button onClick={() => change({ q: undefined })}>{t('ui:filters.clear')}</Button>}
            />
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
      <SidePanel
        open={open !== undefined}
        onClose={() => change({ row: undefined })}
        title={open?.model ?? ''}
        subtitle={open?.provider && <Code>{open.provider}</Code>}
        onPrevious={step(-1)}
        onNext={step(1)}
      >
        {open && <Detail comparison={open} />}
      </SidePanel>
    </Page>
  )
}

/** "+20 %", in the colour of what it means for who pays. */
function Percent({ value }: { value: string | null }) {
  const { place } = useFormat()
  if (value === null) return '\u2014'
  const number = Number(value)
  const shown = new Intl.NumberFormat(place.locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: 1,
  }).format(number / 100)
  return (
    <span
      className={cn('tabular whitespace-nowrap', number > 0 && 'text-info', number < 0 && 'text-warning')}
    >
      {shown}
    </span>
  )
}

function Detail({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation('priceLists')
  const { money } = useFormat()
  const { differences, list, own, verdict } = comparison
  const price = (bucket: string, usd: string | null) =>
    bucket === 'request' && usd !== null ? (
      t('money:sum.each', { price: money(usd) })
    ) : (
      <BucketPrice bucket={bucket} value={usd} />
    )
  return (
    <>
      <Status tone={tones[verdict]}>{t(`compare.verdict.${verdict}`)}</Status>
      {list === null && <Notice>{t('compare.unlistedText')}</Notice>}
      {list && list.tiers.length > 0 && <Notice kind="warning">{t('compare.tiers')}</Notice>}
      {differences.length > 0 && (
        <ul className="flex flex-col divide-y divide-line rounded-md border border-line text-sm">
          {differences.map(({ bucket, ownUsd, listUsd, percent }) => (
            <li key={bucket} className="flex flex-col gap-1 px-3 py-2">
              <span className="flex justify-between gap-3 font-medium">
                <span>{t(`money:buckets.${bucket}`, { defaultValue: bucket })}</span>
                {percent !== null && <Percent value={percent} />}
              </span>
              <span className="flex flex-wrap gap-x-6 gap-y-0.5">
                <span>
                  <span className="text-muted">{t('compare.own')}</span> {price(bucket, ownUsd)}
                </span>
                <span>
                  <span className="text-muted">{t('compare.list')}</span> {price(bucket, listUsd)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted text-sm">{t('compare.note')}</p>
      <p className="text-muted text-sm">
        {t('prices:column.from')}: <Moment at={own.effectiveFrom} />
      </p>
    </>
  )
}

function useColumns(): readonly Column<Comparison>[] {
  const { t } = useTranslation('priceLists')
  return useMemo(() => {
    const of = (one: Comparison, bucket: string) => one.differences.find((line) => line.bucket === bucket)
    const bucket = (name: 'input' | 'output', card: boolean): Column<Comparison>[] => [
      {
        id: name,
        header: t('compare.ourBucket', { bucket: t(`prices:column.${name}`) }),
        align: 'end',
        card,
        cell: (one) => <UnitPrice value={one.own.ratesUsdPerMillion[name]} />,
      },
      {
        id: `${name}-list`,
        header: t('compare.listBucket', { bucket: t(`prices:column.${name}`) }),
        align: 'end',
        cell: (one) => <UnitPrice value={one.list?.ratesUsdPerMillion[name]} />,
      },
      {
        id: `${name}-percent`,
        header: t('compare.difference'),
        align: 'end',
        card,
        cell: (one) => <Percent value={of(one, name)?.percent ?? null} />,
      },
    ]
    return [
      {
        id: 'model',
        header: t('prices:column.model'),
        cell: (one) => <ModelName>{one.model}</ModelName>,
      },
      {
        id: 'verdict',
        header: t('compare.result'),
        card: true,
        cell: (one) => <Status tone={tones[one.verdict]}>{t(`compare.verdict.${one.verdict}`)}</Status>,
      },
      {
        id: 'provider',
        header: t('compare.whose'),
        cell: (one) => one.provider && <Code className="whitespace-nowrap">{one.provider}</Code>,
      },
      ...bucket('input', true),
      ...bucket('output', false),
    ]
  }, [t])
}
