import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type AccountDetail, updateAccount } from '../queries.ts'
import { nameOf } from './account-columns.tsx'

const changes = {
  disable: { disabled: true },
  enable: { disabled: false },
  prove: { emailVerified: true },
  removeFactor: { twoFactor: false },
  signOut: { signOut: true },
  askPassword: { requireNewPassword: true },
  dropPassword: { requireNewPassword: false },
  makeOperator: { operator: true },
  endOperator: { operator: false },
} as const
type Act = keyof typeof changes

const harmless = new Set<Act>(['enable', 'prove', 'dropPassword'])

/** The acts of an operator on an account; each says first what it does at once. */
export function AccountActs({ account }: { account: AccountDetail }) {
  const { t } = useTranslation('accounts')
  const client = useQueryClient()
  const me = useSession()?.account.id
  const [act, setAct] = useState<Act>('disable')
  const [open, setOpen] = useState(false)
  const name = nameOf(account)
  function begin(next: Act) {
    setAct(next)
    setOpen(true)
  }
  return (
    <>
      {account.email !== null && !account.emailVerified && (
        <Button onClick={() => begin('prove')}>{t('act.prove')}</Button>
      )}
      {account.twoFactor && account.id !== me && (
        <Button onClick={() => begin('removeFactor')}>{t('act.removeFactor')}</Button>
      )}
      {account.id !== me && account.sessions > 0 && (
        <Button onClick={() => begin('signOut')}>{t('act.signOut')}</Button>
      )}
      {account.passwordDue ? (
        <Button onClick={() => begin('dropPassword')}>{t('act.dropPassword')}</Button>
      ) : (
        account.id !== me &&
        !account.disabled &&
        account.emailVerified && <Button onClick={() => begin('askPassword')}>{t('act.askPassword')}</Button>
      )}
      {account.id !== me &&
        (account.operator ? (
          <Button onClick={() => begin('endOperator')}>{t('act.endOperator')}</Button>
        ) : (
          !account.disabled && <Button onClick={() => begin('makeOperator')}>{t('act.makeOperator')}</Button>
        ))}
      {account.disabled ? (
        <Button onClick={() => begin('enable')}>{t('act.enable')}</Button>
      ) : account.id === me ? (
        <span className="text-muted text-sm">{t('yourself')}</span>
      ) : (
        <Button kind="danger" onClick={() => begin('disable')}>
          {t('act.disable')}
        </Button>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        harmless={harmless.has(act)}
        title={t(`question.${act}`, { name })}
        verb={t(`act.${act}`)}
        onConfirm={async () => {
          await updateAccount(account.id, changes[act])
          await client.invalidateQueries({ queryKey: ['operator', 'accounts'] })
          toast({ title: t(`done.${act}`, { name }) })
        }}
      >
        {act === 'disable' ? <Disabling account={account} /> : t(`text.${act}`)}
      </ConfirmDialog>
    </>
  )
}

/** What disabling does, with the figures of this very person. */
function Disabling({ account }: { account: AccountDetail }) {
  const { t } = useTranslation('accounts')
  const { integer } = useFormat()
  const { sessions, keys } = account
  const alone = account.memberships.filter(({ personal, onlyOwner }) => onlyOwner && !personal)
  return (
    <>
      <p>{t('disabling.text')}</p>
      <ul className="flex list-disc flex-col gap-1 ps-5">
        <li>{t('disabling.sessions', { count: sessions, number: integer(sessions) })}</li>
        <li>{t('disabling.keys', { count: keys, number: integer(keys) })}</li>
        {alone.length > 0 && (
          <li className="text-warning">
            {t('disabling.onlyOwner')}
            <ul className="flex list-disc flex-col ps-5">
              {alone.map(({ organizationId, name }) => (
                <li key={organizationId} className="break-words">
                  {name}
                </li>
              ))}
            </ul>
          </li>
        )}
      </ul>
      <p>{t('disabling.kept')}</p>
    </>
  )
}
