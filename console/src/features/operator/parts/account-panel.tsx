import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../lib/session.ts'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { Moment } from '../../../ui/money.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Account, updateAccount } from '../queries.ts'
import { AccountState, Proof } from './account-columns.tsx'

type Props = {
  account: Account | undefined
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
}
type Act = 'disable' | 'enable' | 'prove'
const changes = {
  disable: { disabled: true },
  enable: { disabled: false },
  prove: { emailVerified: true },
} as const

/** One person, and what an operator may do about the account. */
export function AccountPanel({ account, ...panel }: Props) {
  const { t } = useTranslation('accounts')
  const client = useQueryClient()
  const me = useSession()?.account.id
  const [act, setAct] = useState<Act>('disable')
  const [open, setOpen] = useState(false)
  function begin(next: Act) {
    setAct(next)
    setOpen(true)
  }
  return (
    <SidePanel
      {...panel}
      open={account !== undefined}
      title={account?.username ?? ''}
      footer={
        account && (
          <>
            {account.email !== null && !account.emailVerified && (
              <Button onClick={() => begin('prove')}>{t('act.prove')}</Button>
            )}
            {account.disabled ? (
              <Button onClick={() => begin('enable')}>{t('act.enable')}</Button>
            ) : account.id === me ? (
              <span className="text-muted text-sm">{t('yourself')}</span>
            ) : (
              <Button kind="danger" onClick={() => begin('disable')}>
                {t('act.disable')}
              </Button>
            )}
          </>
        )
      }
    >
      {account && (
        <>
          <DescriptionList
            items={[
              { label: t('column.state'), value: <AccountState account={account} /> },
              { label: t('column.nickname'), value: account.nickname },
              { label: t('column.email'), value: account.email },
              { label: t('column.proof'), value: <Proof account={account} /> },
              { label: t('column.lastSignIn'), value: <Moment at={account.lastSignInAt} /> },
              { label: t('column.created'), value: <Moment at={account.createdAt} /> },
              { label: t('id'), value: <Code>{account.id}</Code> },
            ]}
          />
          <ConfirmDialog
            open={open}
            onOpenChange={setOpen}
            harmless={act !== 'disable'}
            title={t(`question.${act}`, { name: account.username })}
            verb={t(`act.${act}`)}
            onConfirm={async () => {
              await updateAccount(account.id, changes[act])
              await client.invalidateQueries({ queryKey: ['operator', 'accounts'] })
              toast({ title: t(`done.${act}`, { name: account.username }) })
            }}
          >
            {t(`text.${act}`)}
          </ConfirmDialog>
        </>
      )}
    </SidePanel>
  )
}
