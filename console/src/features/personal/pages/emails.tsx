import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { WhenWanted } from '../../../ui/when-wanted.tsx'
import { EmailRow } from '../parts/email-row.tsx'
import { emailsQuery, type OwnEmail, useEmailChanges } from '../queries.ts'

const AddEmailDialog = lazily(async () => (await import('../parts/add-email-dialog.tsx')).AddEmailDialog)

type Asked = { act: 'primary' | 'remove'; email: OwnEmail }

/** My addresses: which are proven, and which one mails go to. */
export function EmailsPage() {
  const { t } = useTranslation('emails')
  const { data, error, refetch } = useQuery(emailsQuery)
  const changes = useEmailChanges()
  const [adding, setAdding] = useState(false)
  const [asked, setAsked] = useState<Asked>()
  const [asks, setAsks] = useState(false)
  const ask = (act: Asked['act']) => (email: OwnEmail) => {
    setAsked({ act, email })
    setAsks(true)
  }
  const resend = async ({ id, address }: OwnEmail) => {
    try {
      await changes.resend(id)
      toast({ title: t('sent', { address }) })
    } catch (problem) {
      toast({ kind: 'problem', title: t('notSent'), description: errorText(t, problem) })
    }
  }
  const act = asked?.act ?? 'primary'
  return (
    <Page narrow>
      <PageHeader
        title={t('title')}
        description={t('text')}
        actions={
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
            {t('add.act')}
          </Button>
        }
      />
      {data ? (
        data.items.length === 0 ? (
          <p className="text-muted">{t('none')}</p>
        ) : (
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
            {data.items.map((email) => (
              <EmailRow
                key={email.id}
                email={email}
                onPrimary={ask('primary')}
                onRemove={ask('remove')}
                onResend={resend}
              />
            ))}
          </ul>
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
      <WhenWanted open={adding}>
        <AddEmailDialog open={adding} onClose={() => setAdding(false)} />
      </WhenWanted>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t(`${act}.question`)}
        verb={t(`${act}.act`)}
        onConfirm={async () => {
          if (!asked) return
          await (act === 'primary' ? changes.makePrimary(asked.email.id) : changes.remove(asked.email.id))
          toast({ title: t(`${act}.done`) })
        }}
      >
        <span className="break-words">{t(`${act}.text`, { address: asked?.email.address ?? '' })}</span>
      </ConfirmDialog>
    </Page>
  )
}
