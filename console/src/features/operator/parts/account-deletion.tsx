import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type AccountDetail, deleteAccount } from '../queries.ts'
import { nameOf } from './account-columns.tsx'

/** Deletes somebody else's account for good; its username is typed first. */
export function AccountDeletion({ account, onGone }: { account: AccountDetail; onGone: () => void }) {
  const { t } = useTranslation('accounts')
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const name = nameOf(account)
  const me = useSession()?.account.id
  if (account.id === me) return null
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {t('act.delete')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('question.delete', { name })}
        verb={t('act.delete')}
        typeToConfirm={account.username}
        onConfirm={async () => {
          await deleteAccount(account.id, account.username)
          toast({ title: t('done.delete', { name }) })
          onGone()
          client.removeQueries({ queryKey: ['operator', 'accounts', account.id] })
          await client.invalidateQueries({ queryKey: ['operator', 'accounts'] })
        }}
      >
        {t('text.delete')}
      </ConfirmDialog>
    </>
  )
}
