import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { browserName } from '../../../lib/browser-name.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { LoadMore } from '../../../ui/pagination.tsx'
import { Badge } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { toast } from '../../../ui/toast.tsx'
import { When } from '../../../ui/when.tsx'
import { endOtherSessions, endSession, type OwnSession, sessionsQuery } from '../queries.ts'

/** Browsers that are signed in as me; one of them, or all but this one, is ended here. */
export function SessionsPage() {
  const { t } = useTranslation('personal')
  const client = useQueryClient()
  const list = useInfiniteQuery(sessionsQuery)
  const rows = list.data?.pages.flatMap((page) => page.items)
  const [one, setOne] = useState<OwnSession>()
  const [asksOne, setAsksOne] = useState(false)
  const [asksAll, setAsksAll] = useState(false)
  const name = useName()
  const columns = useColumns(name, (session) => {
    setOne(session)
    setAsksOne(true)
  })
  const alone = rows?.length === 1 && !list.hasNextPage
  // What is left is there before the question goes; the security log has a line more.
  const changed = async () => {
    await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    void client.invalidateQueries({ queryKey: ['me', 'security-log'] })
  }
  return (
    <Page>
      <PageHeader
        title={t('sessions.title')}
        description={t('sessions.long')}
        actions={
          <Button kind="danger" disabled={rows === undefined || alone} onClick={() => setAsksAll(true)}>
            {t('sessions.others')}
          </Button>
        }
      />
      <Table
        id="sessions"
        label={t('sessions.title')}
        columns={columns}
        rows={rows}
        rowId={(session) => session.id}
        error={list.error}
        onRetry={() => void list.refetch()}
        footer={
          rows && (
            <>
              {alone && <p className="text-muted text-sm">{t('sessions.none')}</p>}
              <LoadMore
                shown={rows.length}
                hasMore={list.hasNextPage}
                loading={list.isFetchingNextPage}
                onMore={() => void list.fetchNextPage()}
              />
            </>
          )
        }
      />
      <ConfirmDialog
        open={asksOne}
        onOpenChange={setAsksOne}
        title={t('sessions.endAsk')}
        verb={t('sessions.endVerb')}
        onConfirm={async () => {
          if (one) await endSession(one.id)
          await changed()
          toast({ title: t('sessions.ended') })
        }}
      >
        {t('sessions.endText', { name: one ? name(one) : '' })}
      </ConfirmDialog>
      <ConfirmDialog
        open={asksAll}
        onOpenChange={setAsksAll}
        title={t('sessions.othersAsk')}
        verb={t('sessions.othersVerb')}
        onConfirm={async () => {
          const { endedSessions } = await endOtherSessions()
          await changed()
          toast({ title: t('sessions.othersEnded', { count: endedSessions }) })
        }}
      >
        {t('sessions.othersText')}
      </ConfirmDialog>
    </Page>
  )
}

function useName() {
  const { t } = useTranslation('personal')
  return ({ userAgent }: OwnSession) => (userAgent ? browserName(userAgent) : t('sessions.unknown'))
}

function useColumns(
  name: (session: OwnSession) => string,
  onEnd: (session: OwnSession) => void,
): readonly Column<OwnSession>[] {
  const { t } = useTranslation('personal')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two follow the language, and set state only
  return useMemo(
    () => [
      {
        id: 'browser',
        header: t('sessions.browser'),
        cell: (session) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <span title={session.userAgent ?? undefined}>{name(session)}</span>
            {session.current && <Badge tone="accent">{t('sessions.this')}</Badge>}
          </span>
        ),
      },
      {
        id: 'ip',
        header: t('sessions.address'),
        card: true,
        cell: ({ ip }) => (ip ? <Code className="whitespace-nowrap">{ip}</Code> : '\u2014'),
      },
      {
        id: 'seen',
        header: t('sessions.seen'),
        card: true,
        cell: (session) => <When at={session.lastSeenAt} />,
      },
      {
        id: 'since',
        header: t('sessions.since'),
        card: true,
        cell: (session) => <When at={session.createdAt} />,
      },
      { id: 'ends', header: t('sessions.ends'), cell: (session) => <When at={session.endsAt} /> },
      {
        id: 'act',
        header: t('sessions.end'),
        card: 'act',
        cell: (session) =>
          session.current ? null : (
            <Button
              size="small"
              aria-label={t('sessions.endNamed', { name: name(session) })}
              onClick={() => onEnd(session)}
            >
              {t('sessions.end')}
            </Button>
          ),
      },
    ],
    [t],
  )
}
