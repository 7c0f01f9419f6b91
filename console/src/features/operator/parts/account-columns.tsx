import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { When } from '../../../ui/money.tsx'
import { Badge, Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import type { Account } from '../queries.ts'

export function AccountState({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  return (
    <Status tone={account.disabled ? 'danger' : 'success'}>
      {account.disabled ? t('disabled') : t('enabled')}
    </Status>
  )
}

export function Proof({ account }: { account: Account }) {
  const { t } = useTranslation('accounts')
  if (account.email === null) return '\u2014'
  return (
    <Status tone={account.emailVerified ? 'success' : 'warning'}>
      {account.emailVerified ? t('proven') : t('unproven')}
    </Status>
  )
}

export function useAccountColumns(): readonly Column<Account>[] {
  const { t } = useTranslation('accounts')
  return useMemo(
    () => [
      {
        id: 'username',
        header: t('column.username'),
        cell: (one) => (
          <span className="inline-flex items-center gap-2">
            {one.username}
            {one.operator && <Badge tone="accent">{t('operator')}</Badge>}
          </span>
        ),
      },
      { id: 'nickname', header: t('column.nickname'), cell: (one) => one.nickname ?? '\u2014' },
      {
        id: 'email',
        header: t('column.email'),
        card: true,
        cell: (one) => <span className="break-all">{one.email ?? '\u2014'}</span>,
      },
      { id: 'proof', header: t('column.proof'), card: true, cell: (one) => <Proof account={one} /> },
      {
        id: 'state',
        header: t('column.state'),
        card: true,
        cell: (one) => <AccountState account={one} />,
      },
      {
        id: 'seen',
        header: t('column.lastSignIn'),
        card: true,
        cell: (one) => <When at={one.lastSignInAt} never={t('never')} />,
      },
      { id: 'created', header: t('column.created'), cell: (one) => <When at={one.createdAt} /> },
    ],
    [t],
  )
}
