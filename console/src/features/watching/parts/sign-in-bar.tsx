import { useQuery, useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { browserName } from '../../../lib/browser-name.ts'
import { errorText } from '../../../lib/error-text.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { toast } from '../../../ui/toast.tsx'
import { When } from '../../../ui/when.tsx'
import { noticesQuery, type SignInNotice, saidMine, useLockdown } from '../queries.ts'

/**
 * On every page while a sign-in from a new browser is not answered: one at a time, the newest first. It lies over the page, which must
 * not move under somebody's hands when it comes; put aside, it is back with the next visit.
 */
export function SignInBar() {
  const { data } = useQuery(noticesQuery)
  const [aside, setAside] = useState(false)
  const [first, ...more] = data?.items ?? []
  if (!first || aside) return null
  return <Question key={first.id} notice={first} more={more.length} onAside={() => setAside(true)} />
}

type Props = { notice: SignInNotice; more: number; onAside: () => void }

function Question({ notice, more, onAside }: Props) {
  const { t } = useTranslation('watching')
  const client = useQueryClient()
  const lock = useLockdown()
  const [asking, setAsking] = useState(false)
  const [sending, setSending] = useState(false)
  const device = notice.userAgent ? browserName(notice.userAgent) : t('unknown')

  async function mine() {
    setSending(true)
    try {
      await saidMine(client, notice.id)
    } catch (problem) {
      toast({ kind: 'problem', title: t('notSaid'), description: errorText(t, problem) })
      await client.invalidateQueries({ queryKey: noticesQuery.queryKey })
    } finally {
      setSending(false)
    }
  }

  return (
    <section
      aria-label={t('label')}
      className="fixed start-4 bottom-4 z-30 w-96 max-w-[calc(100vw-2rem)] in-data-save-bar:bottom-20 md:start-62"
    >
      <Notice
        kind="warning"
        title={t('title', { device })}
        className="shadow-pop"
        action={<IconButton label={t('ui:close')} icon={<X />} onClick={onAside} />}
      >
        <p className="break-words">
          {t('from', { address: notice.ip ?? '\u2014' })} · <When at={notice.at} />
          {more > 0 && ` · ${t('more', { count: more })}`}
        </p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="small" loading={sending} onClick={() => void mine()}>
            {t('mine')}
          </Button>
          <Button size="small" kind="danger" onClick={() => setAsking(true)}>
            {t('notMine')}
          </Button>
        </div>
      </Notice>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('lock.title')}
        verb={t('lock.verb')}
        onConfirm={() => lock(notice.id)}
      >
        {t('lock.text')}
      </ConfirmDialog>
    </section>
  )
}
