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
import { useSecurityWords } from '../parts/security-words.ts'
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
  const { how, why } = useSecurityWords()
  const columns = useMemo(() => {
    const what: typeof act = {
      ...act,
      cell: (event) => {
        const below = [event.targetName, how(event), why(event)].filter((text) => text !== null)
        return (
          <>
            {act.cell(event)}
            {below.length > 0 && (
              <span className="block truncate text-muted text-xs sm:max-w-56">{below.join(' \u00b7 ')}</span>
            )}
          </>
        )
      },
    }
    return [what, at, outcome, ip, browser]
  }, [act, at, outcome, ip, browser, how, why])
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
        more={(event) => {
          const { act: done, targetName } = event
          const target = done.startsWith('access_token.')
            ? t('events:accessToken')
            : done.startsWith('key.')
              ? t('events:apiKey')
              : t('events:passkey')
          return [
            { label: target, value: targetName },
            { label: t('events:how'), value: how(event) },
            { label: t('events:why'), value: why(event) },
          ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]))
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
