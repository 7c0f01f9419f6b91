import { useRef, useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ExportButton, ExportProgress } from '../../../ui/export-button.tsx'
import { LiveSwitch } from '../../../ui/live.tsx'
import { Section } from '../../../ui/page.tsx'
import { SavedFilters } from '../../../ui/saved-filters.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { type Column, Table } from '../../../ui/table.tsx'

const states = ['loading', 'empty', 'failed', 'stale', 'refused', 'refreshing'] as const
type State = (typeof states)[number]
type Row = { id: string; model: string }

const rows: readonly Row[] = [
  { id: 'req_01J9Z8EXAMPLE', model: 'sandbox-chat' },
  { id: 'req_01J9Z9EXAMPLE', model: 'sandbox-embed' },
]
const failure = new ApiError(500, 'bad_reply', [], 'req_01J9ZEXAMPLE')
const refusal = new ApiError(403, 'permission_denied', [], 'req_01J9ZEXAMPLE')
const errors: Partial<Record<State, ApiError>> = { failed: failure, stale: failure, refused: refusal }
const shown: Partial<Record<State, readonly Row[]>> = { empty: [], stale: rows, refreshing: rows }

/** A table while it has no rows, or not those that were asked for, and what goes with a log. */
export function TableStates() {
  const { t } = useTranslation('dev')
  // Who looks at this page reads, so that "12 new" stays.
  const list = useRef<HTMLElement>(document.body)
  const [live, setLive] = useState(true)
  const [waiting, setWaiting] = useState(12)
  const columns: readonly Column<Row>[] = [
    { id: 'id', header: t('table.id'), cell: (row) => <span className="font-mono text-xs">{row.id}</span> },
    { id: 'model', header: t('table.model'), cell: (row) => row.model },
  ]
  return (
    <Section plain title={t('tableStates.title')}>
      <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3">
        <LiveSwitch
          on={live}
          onChange={setLive}
          waiting={waiting}
          more={false}
          polledAt={0}
          failing={false}
          onShow={() => setWaiting(0)}
          list={list}
        />
        <SavedFilters place="filters.dev" current={{ q: t('table.search') }} onApply={() => {}} />
        <ExportButton start={async () => new Response('id\r\nreq_01J9Z8EXAMPLE\r\n')} />
        <ExportProgress progress={{ rows: 12_000, estimate: 20_431 }} onCancel={() => {}} />
        <ExportProgress progress={{ rows: 350, estimate: null }} onCancel={() => {}} />
      </div>
      <div className="grid gap-6 *:min-w-0 lg:grid-cols-2">
        {states.map((state) => (
          <div key={state} className="flex flex-col gap-2">
            <h3 className="font-medium text-sm">{t(`tableStates.${state}`)}</h3>
            <Table
              id={`dev-${state}`}
              label={t(`tableStates.${state}`)}
              columns={columns}
              rows={shown[state]}
              rowId={(row) => row.id}
              error={errors[state]}
              onRetry={() => {}}
              refreshing={state === 'refreshing'}
              empty={<EmptyState title={t('table.none')} action={<Button>{t('ui:filters.clear')}</Button>} />}
            />
          </div>
        ))}
      </div>
    </Section>
  )
}
