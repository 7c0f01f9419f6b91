import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { usePriceColumns } from '../parts/price-columns.tsx'
import { PricePanel } from '../parts/price-panel.tsx'
import { type Price, type PriceScope, pricesQuery } from '../queries.ts'

// Its form is larger than the list, and most visits only look.
const PriceDialog = lazily(async () => (await import('../parts/price-dialog.tsx')).PriceDialog)
const route = getRouteApi('/guarded/shell/operator/prices')

/** A model may stand in several lists. */
export const priceKey = (price: Price) =>
  [price.model, price.provider ?? '', price.effectiveFrom ?? '', price.id ?? ''].join('\n')

/** What the models of our upstreams cost, what was set here, and what the lists know. */
export function PricesPage() {
  const { t } = useTranslation('prices')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = usePriceColumns()
  /** The price that the dialog begins with; `null` for a model to be typed. */
  const [setting, setSetting] = useState<Price | null>()
  const scope = search.scope ?? 'served'
  const query = useInfiniteQuery(pricesQuery({ q: search.q, scope }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex((row) => priceKey(row) === search.row) ?? -1
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: priceKey(next) }))
  }
  const change = (changes: { q?: string; scope?: PriceScope; row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })

  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <LinkButton to="/operator/prices/compare">{t('priceLists:compare.act')}</LinkButton>
            <LinkButton to="/operator/prices/import">{t('priceLists:import.title')}</LinkButton>
            <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setSetting(null)}>
              {t('set')}
            </Button>
          </>
        }
      />
      <Table
        id="prices"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={priceKey}
        onOpen={(price) => change({ row: priceKey(price) })}
        openId={search.row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={
          <FilterBar
            chips={
              search.q === undefined
                ? []
                : [
                    {
                      id: 'q',
                      label: t('chip', { text: search.q }),
                      onRemove: () => change({ q: undefined }),
                    },
                  ]
            }
            onClear={() => change({ q: undefined })}
          >
            <SearchField
              label={t('search')}
              value={search.q ?? ''}
              onSearch={(q) => change({ q: q || undefined })}
            />
            <Select
              label={t('scope.label')}
              className="w-56"
              value={scope}
              onValueChange={(next) =>
                change({ scope: next === 'served' ? undefined : (next as PriceScope) })
              }
              options={(['served', 'operator', 'all'] as const).map((value) => ({
                value,
                label: t(`scope.${value}`),
              }))}
            />
          </FilterBar>
        }
        empty={
          search.q === undefined ? (
            <EmptyState title={t(`none.${scope}`)} />
          ) : (
            <EmptyState
              title={t('none.found')}
              action={
                scope === 'all' ? (
                  <Button onClick={() => change({ q: undefined })}>{t('ui:filters.clear')}</Button>
                ) : (
                  <Button onClick={() => change({ scope: 'all' })}>{t('searchAll')}</Button>
                )
              }
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
      <PricePanel
        price={rows?.[at]}
        onClose={() => change({ row: undefined })}
        onPrevious={step(-1)}
        onNext={step(1)}
        onSet={setSetting}
      />
      <WhenWanted open={setting !== undefined}>
        <PriceDialog price={setting} onClose={() => setSetting(undefined)} />
      </WhenWanted>
    </Page>
  )
}
