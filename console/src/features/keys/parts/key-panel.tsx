import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../../../lib/texts.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Key, keyQuery } from '../queries.ts'
import { KeyStatus } from './key-status.tsx'

// With the windows that it opens it is larger than the list.
const KeyDetail = lazily(async () => (await import('./key-detail.tsx')).KeyDetail)

type Props = {
  org: string
  /** The open key; it need not be among the rows. */
  id: string | undefined
  rows: readonly Key[]
  onOpen: (key: Key | undefined) => void
  onSecret: (made: { key: Key; secret: string | null }) => void
}

/** "Detail" of a key beside the list. */
export function KeyPanel({ org, id, rows, onOpen, onSecret }: Props) {
  const { t } = useTranslation('keys')
  const at = rows.findIndex((row) => row.id === id)
  const { data, error, refetch } = useQuery({
    ...keyQuery(org, id ?? ''),
    enabled: id !== undefined && org !== '',
    placeholderData: rows[at],
  })
  const key = id === undefined ? undefined : data
  const step = (to: Key | undefined) => to && (() => onOpen(to))
  return (
    <SidePanel
      open={id !== undefined}
      onClose={() => onOpen(undefined)}
      title={key?.name ?? t('detail')}
      subtitle={key && <KeyStatus status={key.status} />}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
    >
      {key ? (
        <KeyDetail key={key.id} apiKey={key} onSecret={onSecret} waiting={<Skeleton lines={6} />} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </SidePanel>
  )
}
