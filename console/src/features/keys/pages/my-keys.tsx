import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { organizationsQuery, useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { FirstUse } from '../parts/first-use.tsx'
import { KeyPanel } from '../parts/key-panel.tsx'
import { KeySecretDialog, useFreshSecret } from '../parts/key-secret.tsx'
import { KeyTable } from '../parts/key-table.tsx'
import { NewKeyDialog } from '../parts/new-key-dialog.tsx'
import { type Key, myKeysQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/keys')

/** API KEYS of the personal centre: the keys that I made, everywhere. */
export function MyKeysPage() {
  const { t } = useTranslation('keys')
  const { q, row, org } = route.useSearch()
  const navigate = route.useNavigate()
  const home = useSession()?.personalOrganization.slug ?? ''
  const { data: organizations } = useQuery(organizationsQuery)
  const [dialog, setDialog] = useState(false)
  const secret = useFreshSecret()
  const list = useInfiniteQuery({ ...myKeysQuery({ q }), placeholderData: keepPreviousData })
  const rows = list.data?.pages.flatMap((page) => page.items)
  const mayMake = organizations?.items.some((item) => item.can.includes('keys:create')) ?? false

  const find = (next: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, q: next || undefined }), replace: true })
  const open = (key: Key | undefined) =>
    void navigate({
      search: (old) => ({ ...old, row: key?.id, org: key?.organization }),
      replace: row !== undefined,
    })
  const add = (
    <Button kind="primary" icon={<Plus />} onClick={() => setDialog(true)}>
      {t('new.open')}
    </Button>
  )
  return (
    <Page>
      <PageHeader title={t('mine.title')} description={t('mine.text')} actions={mayMake && add} />
      <KeyTable
        everywhere
        rows={rows}
        onOpen={open}
        openId={row}
        error={list.error}
        onRetry={() => void list.refetch()}
        refreshing={list.isPlaceholderData}
        toolbar={
          q === undefined && rows?.length === 0 ? null : (
            <FilterBar
              chips={
                q === undefined
                  ? []
                  : [{ id: 'q', label: t('chip.q', { q }), onRemove: () => find(undefined) }]
              }
              onClear={() => find(undefined)}
            >
              <SearchField label={t('search')} value={q ?? ''} onSearch={find} />
            </FilterBar>
          )
        }
        empty={
          q !== undefined ? (
            <EmptyState
              title={t('noneFound')}
              action={<Button onClick={() => find(undefined)}>{t('ui:filters.clear')}</Button>}
            />
          ) : (
            <FirstUse org={home} action={mayMake && add} />
          )
        }
        footer={
          rows &&
          rows.length > 0 && (
            <LoadMore
              shown={rows.length}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          )
        }
      />
      <KeyPanel org={org ?? ''} id={row} rows={rows ?? []} onOpen={open} onSecret={secret.show} />
      <NewKeyDialog open={dialog} onOpenChange={setDialog} org={home} onMade={secret.show} />
      <KeySecretDialog made={secret.made} onSaved={secret.forget} />
    </Page>
  )
}
