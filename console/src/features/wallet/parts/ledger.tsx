import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { sign } from '../../../lib/decimal.ts'
import { moments } from '../../../lib/formatters.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { cn } from '../../../ui/cn.ts'
import { Code } from '../../../ui/code-block.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Section } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import { type LedgerLine, ledgerQuery } from '../queries.ts'

const hourMs = 3_600_000

/** The moments of an hour's line, for the log behind it. */
function hourOf(at: string): { from: string; to: string } {
  const start = Math.floor(Date.parse(at) / hourMs) * hourMs
  return { from: new Date(start).toISOString(), to: new Date(start + hourMs).toISOString() }
}

/** Every line that changed the balance, newest first, usage as one line an hour. */
export function Ledger({ org }: { org: string }) {
  const { t } = useTranslation('wallet')
  const query = useInfiniteQuery(ledgerQuery(org))
  const rows = query.data?.pages.flatMap((page) => page.items)
  const columns = useLedgerColumns(org)
  return (
    <Section plain title={t('ledger.title')} description={t('ledger.description')}>
      <Table
        id="ledger"
        label={t('ledger.title')}
        columns={columns}
        rows={rows}
        rowId={(line) => line.id}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState title={t('ledger.none')}>
            <p>{t('empty.ask')}</p>
          </EmptyState>
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
    </Section>
  )
}

function useLedgerColumns(org: string): readonly Column<LedgerLine>[] {
  const { t } = useTranslation('wallet')
  const { integer } = useFormat()
  const seesCalls = useCan(org)('usage:readOwn')
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('ledger.kind'),
        cell: (line) => <span className="font-medium">{t(`kind.${line.kind}`)}</span>,
      },
      { id: 'at', header: t('ledger.at'), card: true, cell: (line) => <At line={line} /> },
      {
        id: 'about',
        header: t('ledger.about'),
        cell: (line) => {
          if (line.calls === null) return <About line={line} org={org} />
          const calls = t('ledger.calls', { count: line.calls, number: integer(line.calls) })
          return seesCalls ? (
            <TextLink to="/orgs/$org/usage" params={{ org }} search={{ range: 'custom', ...hourOf(line.at) }}>
              {calls}
            </TextLink>
          ) : (
            calls
          )
        },
        card: true,
      },
      {
        id: 'amount',
        header: t('ledger.amount'),
        align: 'end',
        card: true,
        cell: (line) => (
          <Money value={line.amountUsd} className={cn(sign(line.amountUsd) > 0 && 'text-success')} />
        ),
      },
      {
        id: 'balance',
        header: t('ledger.balance'),
        align: 'end',
        card: true,
        // In full: rounded to cents, line after line would say the same.
        cell: (line) => <Money full value={line.balanceUsd} />,
      },
    ],
    [t, integer, org, seesCalls],
  )
}

/** An hour by its beginning and end, anything else by its moment. */
function At({ line }: { line: LedgerLine }) {
  const { place, day } = useFormat()
  if (line.calls === null) return <When at={line.at} event />
  const { from, to } = hourOf(line.at)
  const clock = moments(place.locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: place.timeZone,
  })
  return (
    <span className="sm:whitespace-nowrap">
      {day(from)}, {clock.format(new Date(from))} – {clock.format(new Date(to))}
    </span>
  )
}

function About({ line, org }: { line: LedgerLine; org: string }) {
  const { t } = useTranslation('wallet')
  // Written by the program, not by a person: it has a sentence in each language.
  if (line.ref?.startsWith('starting:')) return t('about.starting')
  return (
    <span className="flex max-w-96 flex-col">
      <span className="break-words">{line.note || t(`about.${line.kind}`)}</span>
      {line.ref?.startsWith('req_') && (
        <TextLink to="/orgs/$org/usage" params={{ org }} search={{ row: line.ref }} className="w-fit">
          <Code>{line.ref}</Code>
        </TextLink>
      )}
    </span>
  )
}
