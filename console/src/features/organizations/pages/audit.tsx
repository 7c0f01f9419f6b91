import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useCan, useMembership } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { rangeMoments } from '../../../ui/date-range.tsx'
import { EventLog, useEventColumns } from '../../../ui/event-log.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState, NoPermission } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/table.tsx'
import { AuditFilters, type AuditSearch, noFilters } from '../parts/audit-filters.tsx'
import { EventDetails } from '../parts/event-details.tsx'
import { Actor, Target } from '../parts/event-people.tsx'
import { type AuditEvent, auditEventQuery, auditQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/orgs/$org/audit')

/** Who did what in the organization, for those who answer for it. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const { org } = route.useParams()
  const membership = useMembership(org)
  const may = useCan(org)('audit:read')
  return (
    <Page>
      <PageHeader title={t('title')} description={t('text')} />
      {may ? <AuditLog org={org} /> : membership && <NoPermission>{t('may')}</NoPermission>}
    </Page>
  )
}

function AuditLog({ org }: { org: string }) {
  const { t } = useTranslation('audit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { range: preset, from, to, act, account, row } = search
  const range = useMemo(() => rangeMoments({ preset, from, to }), [preset, from, to])
  const list = useInfiniteQuery(auditQuery(org, { ...range, act, account }))
  const listed = list.data?.pages.some((page) => page.items.some(({ id }) => id === row))
  // A copied link may open an event that is further down, or that these filters leave out.
  const found = useQuery({
    ...auditEventQuery(org, row ?? ''),
    enabled: row !== undefined && listed === false,
  })
  const columns = useAuditColumns(org)
  const filtered = [preset, from, to, act, account].some((value) => value !== undefined)

  const change = (changes: AuditSearch, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace })
  return (
    <EventLog
      id="audit"
      label={t('title')}
      columns={columns}
      list={list}
      row={row}
      found={{ event: found.data, error: found.error }}
      onRow={(id) => change({ row: id }, row !== undefined)}
      toolbar={<AuditFilters org={org} search={search} onChange={change} />}
      empty={
        filtered ? (
          <EmptyState
            title={t('noneFound')}
            action={<Button onClick={() => change(noFilters)}>{t('ui:filters.clear')}</Button>}
          />
        ) : (
          <EmptyState title={t('none')} />
        )
      }
      more={(event) => [
        { label: t('who'), value: <Actor event={event} /> },
        ...(typeof event.details.accessToken === 'string'
          ? [{ label: t('byToken'), value: <Code>{event.details.accessToken}</Code> }]
          : []),
        { label: t('target'), value: <Target org={org} event={event} /> },
      ]}
      below={(event) => <EventDetails org={org} event={event} />}
    />
  )
}

function useAuditColumns(org: string): readonly Column<AuditEvent>[] {
  const { t } = useTranslation('audit')
  const { act, at, outcome, ip, browser } = useEventColumns<AuditEvent>()
  return useMemo(
    () => [
      act,
      { id: 'who', header: t('who'), card: true, cell: (event) => <Actor event={event} /> },
      { id: 'target', header: t('target'), card: true, cell: (event) => <Target org={org} event={event} /> },
      at,
      { ...outcome, card: true },
      { ...ip, card: false },
      { ...browser, card: false },
    ],
    [t, org, act, at, outcome, ip, browser],
  )
}
