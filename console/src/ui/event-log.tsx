import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { browserName } from '../lib/browser-name.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Code } from './code-block.tsx'
import { DescriptionList, type Detail } from './description-list.tsx'
import { LoadMore } from './pagination.tsx'
import { SidePanel } from './side-panel.tsx'
import { ErrorState, Skeleton } from './states.tsx'
import { Status } from './status.tsx'
import { type Column, Table } from './table.tsx'
import { Moment, When } from './when.tsx'

/** What every log of acts has: the personal one and an organization's. */
export type LoggedEvent = {
  readonly id: string
  readonly at: string
  readonly act: string
  readonly outcome: 'ok' | 'refused'
  /** Not there in logs that keep no addresses. */
  readonly ip?: string | null
  readonly userAgent?: string | null
  readonly requestId: string
}

/** What happened, in words; an act that this console does not know yet by its code. */
export function useActText(): (act: string) => string {
  const { t } = useTranslation('events')
  return (act) => t(`acts.${act}`, { defaultValue: act })
}

function Outcome({ event }: { event: LoggedEvent }) {
  const { t } = useTranslation('events')
  return <Status tone={event.outcome === 'ok' ? 'success' : 'danger'}>{t(`outcome.${event.outcome}`)}</Status>
}

/** The columns of a log of acts, for a page to put its own between them. */
export function useEventColumns<E extends LoggedEvent>() {
  const { t } = useTranslation('events')
  return useMemo(() => {
    const act: Column<E> = {
      id: 'act',
      header: t('what'),
      cell: (event) => (
        <span className="sm:whitespace-nowrap">{t(`acts.${event.act}`, { defaultValue: event.act })}</span>
      ),
    }
    const at: Column<E> = {
      id: 'at',
      header: t('when'),
      card: true,
      cell: (event) => <When at={event.at} event />,
    }
    const outcome: Column<E> = {
      id: 'outcome',
      header: t('result'),
      card: true,
      cell: (event) => <Outcome event={event} />,
    }
    const ip: Column<E> = {
      id: 'ip',
      header: t('address'),
      card: true,
      cell: (event) => (event.ip ? <Code className="whitespace-nowrap">{event.ip}</Code> : '\u2014'),
    }
    const browser: Column<E> = {
      id: 'browser',
      header: t('browser'),
      card: true,
      cell: ({ userAgent }) =>
        userAgent ? <span className="block truncate sm:max-w-44">{browserName(userAgent)}</span> : '\u2014',
    }
    return { act, at, outcome, ip, browser }
  }, [t])
}

type Props<E extends LoggedEvent> = {
  /** Names the table, and its remembered columns. */
  id: string
  label: string
  columns: readonly Column<E>[]
  list: UseInfiniteQueryResult<{ pages: { items: E[] }[] }>
  /** The open row, and its event where it is not among the listed ones. */
  row: string | undefined
  found?: { event: E | undefined; error: unknown }
  onRow: (id: string | undefined) => void
  empty: ReactNode
  toolbar?: ReactNode
  /** More to say about an event: lines, and what stands below them. */
  more?: (event: E) => readonly Detail[]
  below?: (event: E) => ReactNode
}

/** A log of acts, page by page, with each event beside it. */
export function EventLog<E extends LoggedEvent>(props: Props<E>) {
  const { list, row, found, onRow, more, below } = props
  const actText = useActText()
  const rows = list.data?.pages.flatMap((page) => page.items)
  const at = rows?.findIndex(({ id }) => id === row) ?? -1
  const shown = row === undefined ? undefined : (rows?.[at] ?? found?.event)
  const step = (by: number) => {
    const next = at < 0 ? undefined : rows?.[at + by]
    return next && (() => onRow(next.id))
  }
  return (
    <>
      <Table
        id={props.id}
        label={props.label}
        columns={props.columns}
        rows={rows}
        rowId={(event) => event.id}
        onOpen={(event) => onRow(event.id)}
        openId={row}
        error={list.error}
        onRetry={() => void list.refetch()}
        refreshing={list.isPlaceholderData}
        toolbar={props.toolbar}
        empty={props.empty}
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
        open={shown !== undefined || (row !== undefined && found !== undefined && rows !== undefined)}
        onClose={() => onRow(undefined)}
        title={shown ? actText(shown.act) : (row ?? '')}
        onPrevious={step(-1)}
        onNext={step(1)}
      >
        {shown ? (
          <>
            <Facts event={shown} more={more?.(shown) ?? []} />
            {below?.(shown)}
          </>
        ) : found?.error ? (
          <ErrorState error={found.error} />
        ) : (
          <Skeleton lines={6} />
        )}
      </SidePanel>
    </>
  )
}

function Facts({ event, more }: { event: LoggedEvent; more: readonly Detail[] }) {
  const { t } = useTranslation('events')
  return (
    <DescriptionList
      items={[
        { label: t('when'), value: <Moment at={event.at} /> },
        ...more,
        { label: t('result'), value: <Outcome event={event} /> },
        ...(event.ip === undefined
          ? []
          : [
              { label: t('address'), value: event.ip ? <Code>{event.ip}</Code> : t('notKept') },
              {
                label: t('browser'),
                value: event.userAgent ? <Browser userAgent={event.userAgent} /> : t('notKept'),
              },
            ]),
        { label: t('request'), value: <Code>{event.requestId}</Code> },
      ]}
    />
  )
}

/** A few words, and below them all that the browser said of itself, where that is more. */
function Browser({ userAgent }: { userAgent: string }) {
  const name = browserName(userAgent)
  return (
    <>
      {name}
      {name !== userAgent && <span className="block break-words text-muted text-xs">{userAgent}</span>}
    </>
  )
}
