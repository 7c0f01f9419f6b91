import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Table } from '../../../ui/table.tsx'
import { useAccountColumns } from '../parts/account-columns.tsx'
import { AccountFilters, type AccountSearch, filterOf, noAccountSearch } from '../parts/account-filters.tsx'
import { AccountPanel } from '../parts/account-panel.tsx'
import { accountsQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/accounts')

/** People with an account here. */
export function AccountsPage() {
  const { t } = useTranslation('accounts')
  const { integer } = useFormat()
  const { row, q, group, joined, from, to, seen } = route.useSearch()
  const navigate = route.useNavigate()
  const columns = useAccountColumns()
  const filter = useMemo(
    () => filterOf({ q, group, joined, from, to, seen }),
    [q, group, joined, from, to, seen],
  )
  const query = useInfiniteQuery(accountsQuery(filter))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const total = query.data?.pages[0]?.total
  const change = (changes: AccountSearch & { row?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })
  return (
    <Page>
      <PageHeader
        title={t('title')}
        count={total === undefined || total === null ? undefined : integer(total)}
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
        openId={row}
        error={query.error}
        onRetry={() => void query.refetch()}
        refreshing={query.isPlaceholderData}
        toolbar={<AccountFilters value={{ q, group, joined, from, to, seen }} onChange={change} />}
        empty={
          <EmptyState
            icon={<Users aria-hidden />}
            title={t('none')}
            action={<Button onClick={() => change(noAccountSearch)}>{t('ui:filters.clear')}</Button>}
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
      <AccountPanel id={row} rows={rows ?? []} onOpen={(id) => change({ row: id })} />
    </Page>
  )
}
