import { useQuery } from '@tanstack/react-query'
import { ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { ShareBar } from '../../../ui/charts/share-bar.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { type By, type Filter, groupsQuery, type Summary } from '../queries.ts'
import { Change } from './figures.tsx'

type Group = Summary['groups'][number]
type Props = {
  org: string
  /** By member is for who sees the calls of others. */
  bys: readonly By[]
  by: By
  onBy: (by: By) => void
  time: { from: string; to?: string; zone: string }
  /** Not while the time is none. */
  enabled: boolean
  filter: Filter
  onNarrow: (filter: Filter) => void
}

/** Who and what the spend went to, the dearest first; each leads to its calls. */
export function Breakdown(props: Props) {
  const { t } = useTranslation('overview')
  const { bys, by, onBy } = props
  return (
    <Tabs
      label={t('by.label')}
      value={by}
      onValueChange={(value) => onBy(bys.find((one) => one === value) ?? 'model')}
      tabs={bys.map((one) => ({
        value: one,
        label: t(`by.${one}`),
        content: one === by && <Groups {...props} />,
      }))}
    />
  )
}

/** The name of a model, key or member; the playground is no key, and a call may name no model at all. */
export function useGroupName() {
  const { t } = useTranslation('overview')
  return ({ id, name }: { id: string; name: string | null }) =>
    id === 'playground' ? t('playground') : id === '' ? t('noModel') : (name ?? id)
}

function Groups({ org, by, time, enabled, filter, onNarrow }: Props) {
  const { t } = useTranslation('overview')
  const { integer, duration } = useFormat()
  const nameOf = useGroupName()
  const query = useQuery({ ...groupsQuery(org, { ...time, ...filter, by }), enabled })
  const { data } = query
  const all = Number(data?.totals.costUsd ?? 0)
  const columns = useMemo<Column<Group>[]>(
    () => [
      {
        id: 'name',
        header: t(`by.${by}`),
        // Calls that named no model have no filter of their own.
        cell: (group) =>
          group.id === '' ? (
            <span className="text-muted">{nameOf(group)}</span>
          ) : (
            <span className="flex items-center gap-1">
              <TextLink
                to="/orgs/$org/usage"
                params={{ org }}
                search={{ ...filter, [by]: group.id, range: 'custom', from: data?.from, to: data?.to }}
                className="min-w-0 truncate"
              >
                {nameOf(group)}
              </TextLink>
              <IconButton
                size="small"
                label={t('narrow', { name: nameOf(group) })}
                icon={<ListFilter aria-hidden />}
                onClick={() => onNarrow({ [by]: group.id })}
              />
            </span>
          ),
      },
      {
        id: 'share',
        header: t('share'),
        // Drawn and rounded; the amount beside it is exact.
        cell: (group) => <ShareBar share={all === 0 ? 0 : Number(group.costUsd) / all} />,
      },
      {
        id: 'spend',
        header: t('spend'),
        align: 'end',
        card: true,
        cell: (group) => <Money value={group.costUsd} />,
      },
      {
        id: 'change',
        header: t('change.header'),
        align: 'end',
        cell: (group) => <Change now={group.costUsd} before={group.previous?.costUsd ?? null} />,
      },
      {
        id: 'calls',
        header: t('calls'),
        align: 'end',
        card: true,
        cell: (group) => integer(group.calls),
      },
      {
        id: 'errors',
        header: t('errors'),
        align: 'end',
        card: true,
        cell: (group) => integer(group.errors),
      },
      { id: 'in', header: t('tokensIn'), align: 'end', cell: (group) => integer(group.inputTokens) },
      { id: 'out', header: t('tokensOut'), align: 'end', cell: (group) => integer(group.outputTokens) },
      {
        id: 'latency',
        header: t('latency'),
        align: 'end',
        card: true,
        cell: (group) => (group.averageLatencyMs === null ? '\u2014' : duration(group.averageLatencyMs)),
      },
    ],
    [t, by, org, filter, data?.from, data?.to, all, nameOf, onNarrow, integer, duration],
  )
  return (
    <Table
      id={`overview.${by}`}
      label={t(`by.${by}`)}
      columns={columns}
      rows={data?.groups}
      rowId={(group) => group.id}
      error={query.error}
      onRetry={() => void query.refetch()}
      refreshing={query.isPlaceholderData}
      empty={<EmptyState title={t('empty')} />}
    />
  )
}
