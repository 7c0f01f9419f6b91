import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../../../lib/texts.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Account, accountQuery } from '../queries.ts'
import { AccountActs } from './account-acts.tsx'
import { nameOf } from './account-columns.tsx'
import { AccountDeletion } from './account-deletion.tsx'
import { AccountFacts } from './account-facts.tsx'

type Props = {
  /** The open account; it need not be among the rows. */
  id: string | undefined
  rows: readonly Account[]
  onOpen: (id: string | undefined) => void
}

/** One person beside the list, and what an operator may do about the account. */
export function AccountPanel({ id, rows, onOpen }: Props) {
  const { t } = useTranslation('accounts')
  const { data, error, refetch } = useQuery({ ...accountQuery(id ?? ''), enabled: id !== undefined })
  const at = rows.findIndex((row) => row.id === id)
  const account = id === undefined ? undefined : data
  const known = account ?? rows[at]
  const step = (to: Account | undefined) => to && (() => onOpen(to.id))
  return (
    <SidePanel
      open={id !== undefined}
      onClose={() => onOpen(undefined)}
      title={known ? nameOf(known) : t('one')}
      subtitle={known?.username}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
      footer={
        account && (
          <>
            <AccountActs key={account.id} account={account} />
            <AccountDeletion account={account} onGone={() => onOpen(undefined)} />
          </>
        )
      }
    >
      {account ? (
        <AccountFacts account={account} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </SidePanel>
  )
}
