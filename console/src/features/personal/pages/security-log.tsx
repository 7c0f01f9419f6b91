import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { rangeMoments } from '../../../ui/date-range.tsx'
import { EventLog, useEventColumns } from '../../../ui/event-log.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { noFilters, SecurityFilters, type SecuritySearch } from '../parts/security-filters.tsx'
import { type SecurityEvent, securityLogQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/account/security-log')

/** What happened around my sign-ins and credentials, with the address each came from. */
export function SecurityLogPage() {
  const { t } = useTranslation('personal')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { range: preset, from, to, group, outcome: result, row } = search
  const moments = useMemo(() => rangeMoments({ preset, from, to }), [preset, from, to])
  const filtered = [preset, from, to, group, result].some((value) => value !== undefined)
  const change = (changes: SecuritySearch, replace = true) =>
    void navigate({ search: (old) => ({ ...old, ...changes }), replace })
  const { act, at, outcome, ip, browser } = useEventColumns<SecurityEvent>()
  const columns = useMemo(() => {
    const what: typeof act = {
      ...act,
      cell: (event) => (
        <>
          {act.cell(event)}
          {event.targetName !== null && (
            <span className="block truncate text-muted text-xs sm:max-w-56">{event.targetName}</span>
          )}
        </>
      ),
    }
    return [what, at, outcome, ip, browser]
  }, [act, at, outcome, ip, browser])
  return (
    <Page>
      <PageHeader title={t('log.title')} description={t('log.long')} />
      <EventLog
        id="security-log"
        label={t('log.title')}
        columns={columns}
        list={useInfiniteQuery(securityLogQuery({ ...moments, group, outcome: result }))}
        row={row}
        onRow={(id) => change({ row: id }, row !== undefined)}
        toolbar={<SecurityFilters search={search} onChange={change} />}
        more={({ act: done, targetName }) => {
          if (targetName === null) return []
          const token = done.startsWith('access_token.')
          return [{ label: token ? t('events:accessToken') : t('events:apiKey'), value: targetName }]
        }}
        empty={
          filtered ? (
            <EmptyState
              title={t('audit:noneFound')}
              action={<Button onClick={() => change(noFilters)}>{t('ui:filters.clear')}</Button>}
            />
          ) : (
            <EmptyState title={t('log.none')} />
          )
        }
      />
    </Page>
  )
}
