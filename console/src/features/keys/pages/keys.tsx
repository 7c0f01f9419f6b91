import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useCan, useMembership } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState, NoPermission } from '../../../ui/states.tsx'
import { FirstUse } from '../parts/first-use.tsx'
import { KeyPanel } from '../parts/key-panel.tsx'
import { KeySecretDialog, useFreshSecret } from '../parts/key-secret.tsx'
import { KeyTable } from '../parts/key-table.tsx'
import { NewKeyDialog } from '../parts/new-key-dialog.tsx'
import { type Key, keysQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/keys')
const statuses = ['active', 'disabled', 'expired', 'revoked'] as const
type Filter = { q?: string; status?: (typeof statuses)[number]; row?: string }

/** The API keys of an organization: the home where signing in lands. */
export function KeysPage() {
  const { t } = useTranslation('keys')
  const { org: named } = route.useParams()
  const membership = useMembership(named)
  // One name for it in every query, however the address names it.
  const org = membership?.slug ?? named
  const can = useCan(org)
  const { new: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const [dialog, setDialog] = useState(false)
  const secret = useFreshSecret()
  const go = useNavigate()
  const mayMake = can('keys:create')
  const add = (
    <Button kind="primary" icon={<Plus />} onClick={() => setDialog(true)}>
      {t('new.open')}
    </Button>
  )
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={
          mayMake || !membership
            ? t('text')
            : t('cannotMake', { role: t(`roles.${membership.role}`), organization: membership.name })
        }
        actions={mayMake && add}
      />
      {can('keys:readOwn') ? (
        <KeyList org={org} add={mayMake && add} onSecret={secret.show} />
      ) : (
        membership && <NoPermission />
      )}
      <NewKeyDialog
        open={mayMake && (dialog || asked === true)}
        onOpenChange={(open) => {
          setDialog(open)
          // The search of the shell leads here with the dialog open; closed, the address is the page's again.
          if (asked) void navigate({ search: ({ new: _asked, ...rest }) => rest, replace: true })
        }}
        org={org}
        onMade={secret.show}
      />
      <KeySecretDialog
        made={secret.made}
        onSaved={(key) => {
          secret.forget()
          // Made for another organization: on to where it is.
          if (key.organization !== membership?.slug)
            void go({ to: '/orgs/$org/keys', params: { org: key.organization }, search: { row: key.id } })
        }}
      />
    </Page>
  )
}

type ListProps = {
  org: string
  add: ReactNode
  onSecret: (made: { key: Key; secret: string | null }) => void
}
function KeyList({ org, add, onSecret }: ListProps) {
  const { t } = useTranslation('keys')
  const { q, status, row } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery({ ...keysQuery(org, { q, status }), placeholderData: keepPreviousData })
  const rows = list.data?.pages.flatMap((page) => page.items)
  const filtered = q !== undefined || status !== undefined

  const search = (change: Filter, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace })
  const clear = () => search({ q: undefined, status: undefined })
  const setStatus = (next: string) => search({ status: statuses.find((known) => known === next) })
  const open = (key: Key | undefined) => search({ row: key?.id }, row !== undefined)

  const chips = [
    ...(q === undefined
      ? []
      : [{ id: 'q', label: t('chip.q', { q }), onRemove: () => search({ q: undefined }) }]),
    ...(status === undefined
      ? []
      : [
          {
            id: 'status',
            label: t('chip.status', { status: t(`status.${status}`) }),
            onRemove: () => setStatus(''),
          },
        ]),
  ]
  const nothing = !filtered && rows?.length === 0
  return (
    <>
      <KeyTable
        rows={rows}
        onOpen={open}
        openId={row}
        error={list.error}
        onRetry={() => void list.refetch()}
        refreshing={list.isPlaceholderData}
        toolbar={
          nothing ? null : (
            <FilterBar chips={chips} onClear={clear}>
              <SearchField
                label={t('search')}
                value={q ?? ''}
                onSearch={(next) => search({ q: next === '' ? undefined : next })}
              />
              <Select
                hideLabel
                label={t('status.label')}
                className="w-36"
                value={status ?? ''}
                onValueChange={setStatus}
                options={[
                  { value: '', label: t('status.any') },
                  ...statuses.map((value) => ({ value, label: t(`status.${value}`) })),
                ]}
              />
            </FilterBar>
          )
        }
        empty={
          filtered ? (
            <EmptyState
              title={t('noneFound')}
              action={<Button onClick={clear}>{t('ui:filters.clear')}</Button>}
            />
          ) : (
            <FirstUse org={org} action={add} />
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
      <KeyPanel org={org} id={row} rows={rows ?? []} onOpen={open} onSecret={onSecret} />
    </>
  )
}
