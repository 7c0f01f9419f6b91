import { useMemo, useState } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Money } from '../../../ui/money.tsx'
import { Section } from '../../../ui/page.tsx'
import { LoadMore, Pagination } from '../../../ui/pagination.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'

type Row = {
  id: string
  model: string
  status: 'ok' | 'failed'
  tokens: number
  ms: number
  cost: string
  at: string
}
const start = Date.now()
const rows: Row[] = Array.from({ length: 8 }, (_, index) => ({
  id: `req_01J9Z${index}EXAMPLE`,
  model: index % 3 === 0 ? 'sandbox-embed' : 'sandbox-chat',
  status: index === 3 ? 'failed' : 'ok',
  tokens: 1200 * (index + 1),
  ms: 90 * (index * index + 1),
  cost: index === 3 ? '0.000000000' : `0.00012345${index}`,
  at: new Date(start - index * 3_700_000).toISOString(),
}))

export function Data() {
  const { t } = useTranslation('dev')
  const { integer, duration } = useFormat()
  const [open, setOpen] = useState<string>()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([rows[1]?.id ?? '']))
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: 'id', header: t('table.id'), cell: (row) => <span className="font-mono text-xs">{row.id}</span> },
      { id: 'at', header: t('table.time'), card: true, cell: (row) => <When at={row.at} /> },
      { id: 'model', header: t('table.model'), card: true, cell: (row) => <Code>{row.model}</Code> },
      {
        id: 'status',
        header: t('table.status'),
        card: true,
        cell: (row) => (
          <Status tone={row.status === 'ok' ? 'success' : 'danger'}>{t(`table.${row.status}`)}</Status>
        ),
      },
      { id: 'tokens', header: t('table.tokens'), align: 'end', cell: (row) => integer(row.tokens) },
      { id: 'ms', header: t('table.latency'), align: 'end', hidden: true, cell: (row) => duration(row.ms) },
      {
        id: 'cost',
        header: t('table.cost'),
        align: 'end',
        card: true,
        cell: (row) => <Money value={row.cost} />,
      },
    ],
    [t, integer, duration],
  )
  const found = rows.filter((row) => row.id.toLowerCase().includes(query.toLowerCase()))
  const at = found.findIndex((row) => row.id === open)
  const row = found[at]
  const step = (by: number) => {
    const next = found[at + by]
    return next && (() => setOpen(next.id))
  }
  return (
    <Section plain title={t('data')}>
      <Table
        id="dev"
        label={t('table.label')}
        columns={columns}
        rows={found}
        rowId={(one) => one.id}
        onOpen={(one) => setOpen(one.id)}
        openId={open}
        selection={{
          ids: chosen,
          onChange: setChosen,
          nameOf: (one) => one.id,
          can: (one) => one.status === 'ok',
          acts: (
            <Button size="small" kind="danger" onClick={() => setChosen(new Set())}>
              {t('overlay.revoke')}
            </Button>
          ),
        }}
        toolbar={
          <FilterBar
            chips={
              query === ''
                ? []
                : [{ id: 'q', label: t('table.chip', { query }), onRemove: () => setQuery('') }]
            }
            onClear={() => setQuery('')}
          >
            <SearchField label={t('table.search')} value={query} onSearch={setQuery} />
          </FilterBar>
        }
        empty={
          <EmptyState
            title={t('table.none')}
            action={<Button onClick={() => setQuery('')}>{t('ui:filters.clear')}</Button>}
          />
        }
        footer={<LoadMore shown={found.length} hasMore={query === ''} onMore={() => {}} />}
      />
      <div className="h-3" />
      <Pagination onNext={() => {}} />
      <SidePanel
        open={row !== undefined}
        onClose={() => setOpen(undefined)}
        title={row?.id ?? ''}
        subtitle={row && <When at={row.at} />}
        onPrevious={step(-1)}
        onNext={step(1)}
      >
        {row && (
          <DescriptionList
            items={[
              { label: t('table.model'), value: row.model },
              { label: t('table.tokens'), value: integer(row.tokens) },
              { label: t('table.latency'), value: duration(row.ms) },
              { label: t('table.cost'), value: <Money value={row.cost} /> },
            ]}
          />
        )}
      </SidePanel>
    </Section>
  )
}
