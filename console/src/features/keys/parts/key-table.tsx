import { type ReactNode, useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Key } from '../queries.ts'
import { KeyStatus } from './key-status.tsx'
import { usePeople } from './person.tsx'
import { useRevokingSome } from './revoke-some.tsx'

type Props = {
  rows: readonly Key[] | undefined
  onOpen: (key: Key) => void
  openId: string | undefined
  error: unknown
  onRetry: () => void
  refreshing: boolean
  toolbar: ReactNode
  empty: ReactNode
  footer: ReactNode
  /** Keys of several organizations: says which. */
  everywhere?: boolean
}

/** API keys as rows; the secret is not among what can be shown. */
export function KeyTable({ everywhere = false, ...props }: Props) {
  const { t } = useTranslation('keys')
  const { rows = [] } = props
  const person = usePeople(
    everywhere ? undefined : rows[0]?.organization,
    rows.map((key) => key.createdBy),
  )
  const columns = useMemo<Column<Key>[]>(
    () => [
      { id: 'name', header: t('name'), cell: (key) => key.name },
      {
        id: 'status',
        header: t('status.label'),
        card: true,
        cell: (key) => <KeyStatus status={key.status} />,
      },
      {
        id: 'organization',
        header: t('organization'),
        hidden: !everywhere,
        card: everywhere,
        cell: (key) => key.organization,
      },
      {
        id: 'hint',
        header: t('secret'),
        card: true,
        cell: (key) => <span className="whitespace-nowrap font-mono text-xs">{key.hint}</span>,
      },
      { id: 'id', header: t('id'), cell: (key) => <Code className="break-normal">{key.id}</Code> },
      {
        id: 'scopes',
        header: t('scopes.label'),
        cell: (key) => (
          <span className="flex flex-wrap gap-1">
            {key.scopes.map((scope) => (
              <Code key={scope} className="whitespace-nowrap">
                {scope}
              </Code>
            ))}
          </span>
        ),
      },
      {
        id: 'expires',
        header: t('expires'),
        card: !everywhere,
        cell: (key) => <When at={key.expiresAt} never={t('never')} />,
      },
      {
        id: 'used',
        header: t('lastUsed'),
        card: true,
        cell: (key) => <When at={key.lastUsedAt} never={t('notUsed')} />,
      },
      {
        id: 'by',
        header: t('createdBy'),
        hidden: everywhere,
        cell: (key) => person(key.createdBy),
      },
      {
        id: 'created',
        header: t('created'),
        hidden: true,
        cell: (key) => <When at={key.createdAt} />,
      },
    ],
    [t, everywhere, person],
  )
  const selection = useRevokingSome(props.rows)
  return (
    <Table
      {...props}
      selection={selection}
      id={everywhere ? 'my-keys' : 'keys'}
      label={t('title')}
      columns={columns}
      rowId={(key) => key.id}
    />
  )
}
