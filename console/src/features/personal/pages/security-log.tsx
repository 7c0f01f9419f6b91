import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { EventLog, useEventColumns } from '../../../ui/event-log.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { type SecurityEvent, securityLogQuery } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/account/security-log')

/** What happened around my sign-ins and credentials, with the address each came from. */
export function SecurityLogPage() {
  const { t } = useTranslation('personal')
  const { row } = route.useSearch()
  const navigate = route.useNavigate()
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
        list={useInfiniteQuery(securityLogQuery)}
        row={row}
        onRow={(id) => void navigate({ search: { row: id }, replace: row !== undefined })}
        more={({ act: done, targetName }) => {
          if (targetName === null) return []
          const token = done.startsWith('access_token.')
          return [{ label: token ? t('events:accessToken') : t('events:apiKey'), value: targetName }]
        }}
        empty={<EmptyState title={t('log.none')} />}
      />
    </Page>
  )
}
