import { BadgeCheck } from 'lucide-react'
import { useMemo } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { cn } from '../../../ui/cn.ts'
import { Badge, Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Account } from '../queries.ts'

/** What somebody is called; whoever has no nickname goes by the username. */
export const nameOf = ({ nickname, username }: { nickname: string | null; username: string }) =>
  nickname ?? username

export function AccountState({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation('accounts')
  return <Status tone={disabled ? 'danger' : 'success'}>{disabled ? t('disabled') : t('enabled')}</Status>
}

type Address = { email: string | null; emailVerified: boolean }

/** Whether the address is proven; `short` where there is no room for the word. */
export function Proof({ email, emailVerified, short = false }: Address & { short?: boolean }) {
  const { t } = useTranslation('accounts')
  if (email === null) return null
  return emailVerified ? (
    <span className="inline-flex items-center gap-1 text-muted text-xs">
      <BadgeCheck aria-hidden className="size-3.5 shrink-0 text-success" />
      <span className={cn(short && 'sr-only')}>{t('proven')}</span>
    </span>
  ) : (
    <Badge tone="warning">{t('unproven')}</Badge>
  )
}

export function useAccountColumns(): readonly Column<Account>[] {
  const { t } = useTranslation('accounts')
  const { integer } = useFormat()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        cell: (one) => (
          <span className="inline-flex max-w-full items-center gap-2 sm:w-max sm:max-w-56">
            <Avatar name={nameOf(one)} src={one.avatarUrl} size="small" />
            <span className="min-w-0 truncate">{nameOf(one)}</span>
            {one.operator && <Badge tone="accent">{t('operator')}</Badge>}
          </span>
        ),
      },
      {
        id: 'username',
        header: t('column.username'),
        card: true,
        cell: (one) => <span className="break-words sm:whitespace-nowrap">{one.username}</span>,
      },
      { id: 'state', header: t('column.state'), card: true, cell: (one) => <AccountState {...one} /> },
      {
        id: 'email',
        header: t('column.email'),
        card: true,
        cell: (one) =>
          one.email === null ? (
            '\u2014'
          ) : (
            <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 sm:w-max sm:max-w-80 sm:flex-nowrap">
              <span className="min-w-0 break-all sm:truncate">{one.email}</span>
              <Proof {...one} short />
            </span>
          ),
      },
      {
        id: 'seen',
        header: t('column.lastSignIn'),
        card: true,
        cell: (one) => <When at={one.lastSignInAt} never={t('never')} />,
      },
      {
        id: 'organizations',
        header: t('column.organizations'),
        align: 'end',
        cell: (one) => integer(one.organizations),
      },
      { id: 'created', header: t('column.created'), cell: (one) => <When at={one.createdAt} /> },
    ],
    [t, integer],
  )
}
