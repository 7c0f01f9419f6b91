import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Moment, When } from '../../../ui/money.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { browserName } from '../parts/browser-name.ts'
import { type SecurityEvent, securityLogQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/account/security-log')

/** What happened, in words; an act that this console does not know yet by its name. */
function useActText(): (event: SecurityEvent) => string {
  const { t } = useTranslation('personal')
  return ({ act }) => t(`acts.${act}`, { defaultValue: act })
}

function Outcome({ event }: { event: SecurityEvent }) {
  const { t } = useTranslation('personal')
  return (
    <Status tone={event.outcome === 'ok' ? 'success' : 'danger'}>{t(`log.outcome.${event.outcome}`)}</Status>
  )
}

/** What happened around my sign-ins and credentials, with the address each came from. */
export function SecurityLogPage() {
  const { t } = useTranslation('personal')
  const { row } = route.useSearch()
  const actText = useActText()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(securityLogQuery)
  const rows = list.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex(({ id }) => id === row) ?? -1
  const shown = rows?.[at]
  const open = (event: SecurityEvent | undefined) =>
    void navigate({ search: { row: event?.id }, replace: row !== undefined })
  const step = (by: number) => {
    const next = shown && rows?.[at + by]
    return next && (() => open(next))
  }
  const columns = useMemo<Column<SecurityEvent>[]>(
    () => [
      {
        id: 'act',
        header: t('log.what'),
        cell: (event) => t(`acts.${event.act}`, { defaultValue: event.act }),
      },
      { id: 'at', header: t('log.when'), card: true, cell: (event) => <When at={event.at} /> },
      { id: 'outcome', header: t('log.result'), card: true, cell: (event) => <Outcome event={event} /> },
      {
        id: 'ip',
        header: t('log.address'),
        card: true,
        cell: (event) => (event.ip ? <Code>{event.ip}</Code> : '\u2014'),
      },
      {
        id: 'browser',
        header: t('log.browser'),
        card: true,
        cell: (event) => (event.userAgent ? browserName(event.userAgent) : '\u2014'),
      },
    ],
    [t],
  )
  return (
    <Page>
      <PageHeader title={t('log.title')} description={t('log.long')} />
      <Table
        id="security-log"
        label={t('log.title')}
        columns={columns}
        rows={rows}
        rowId={(event) => event.id}
        onOpen={open}
        openId={row}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('log.none')} />}
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
      <SidePanel
        open={shown !== undefined}
        onClose={() => open(undefined)}
        title={shown ? actText(shown) : ''}
        onPrevious={step(-1)}
        onNext={step(1)}
      >
        {shown && (
          <DescriptionList
            items={[
              { label: t('log.when'), value: <Moment at={shown.at} /> },
              { label: t('log.result'), value: <Outcome event={shown} /> },
              { label: t('log.address'), value: shown.ip && <Code>{shown.ip}</Code> },
              { label: t('log.browser'), value: shown.userAgent },
              { label: t('log.request'), value: <Code>{shown.requestId}</Code> },
            ]}
          />
        )}
      </SidePanel>
    </Page>
  )
}
