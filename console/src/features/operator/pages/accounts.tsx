import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useAccountColumns } from '../parts/account-columns.tsx'
import { AccountPanel } from '../parts/account-panel.tsx'
import { accountsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/accounts')

/** People with an account here. */
export function AccountsPage() {
  const { t } = useTranslation('accounts')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useAccountColumns()
  const query = useInfiniteQuery(accountsQuery({ q: search.q }))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex((row) => row.id === search.row) ?? -1
  const change = (changes: { q?: string; row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => change({ row: next.id }))
  }
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<LinkButton to="/operator/invitations">{t('invite')}</LinkButton>}
      />
      <Table
        id="accounts"
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
      <AccountPanel
        account={rows?.[at]}
        onClose={() => change({ row: undefined })}
        onPrevious={step(-1)}
        onNext={step(1)}
      />
    </Page>
  )
}
