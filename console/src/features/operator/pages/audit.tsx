import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { operatorAuditAreas } from '../../../../../contract/operator-audit-areas.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { rangeMoments } from '../../../ui/date-range.tsx'
import { EventLog, useEventColumns } from '../../../ui/event-log.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/table.tsx'
import { AuditFilters, type AuditSearch, noAuditFilters } from '../parts/audit-filters.tsx'
import { EventBy, EventDetails, EventTarget } from '../parts/operator-event.tsx'
import { type OperatorEvent, operatorAuditQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/operator/audit')

/** What operators did to the installation and to people. */
export function OperatorAuditPage() {
  const { t } = useTranslation('adminAudit')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { range: preset, from, to, area: named, target, row } = search
  const range = useMemo(() => rangeMoments({ preset, from, to }), [preset, from, to])
  const area = operatorAuditAreas.find((one) => one === named)
  const list = useInfiniteQuery(operatorAuditQuery({ ...range, area, target }))
  const filtered = [preset, from, to, area, target].some((value) => value !== undefined)
  const change = (changes: AuditSearch & { row?: string }, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace })
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <EventLog
        id="operator-audit"
        label={t('title')}
        columns={useColumns()}
        list={list}
        row={row}
        onRow={(id) => change({ row: id }, row !== undefined)}
        toolbar={<AuditFilters search={search} onChange={change} />}
        empty={
          filtered ? (
            <EmptyState
              title={t('noneFound')}
              action={<Button onClick={() => change(noAuditFilters)}>{t('ui:filters.clear')}</Button>}
            />
          ) : (
            <EmptyState title={t('none')} />
          )
        }
        more={(event) => [
          { label: t('who'), value: <EventBy event={event} /> },
          { label: t('target'), value: <EventTarget event={event} /> },
        ]}
        below={(event) => <EventDetails event={event} />}
      />
    </Page>
  )
}

function useColumns(): readonly Column<OperatorEvent>[] {
  const { t } = useTranslation('adminAudit')
  const { act, at, outcome } = useEventColumns<OperatorEvent>()
  return useMemo(
    () => [
      act,
      { id: 'target', header: t('target'), card: true, cell: (event) => <EventTarget event={event} /> },
      { id: 'who', header: t('who'), card: true, cell: (event) => <EventBy event={event} /> },
      at,
      { ...outcome, card: true },
    ],
    [t, act, at, outcome],
  )
}
