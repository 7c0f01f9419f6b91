import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { identitiesQuery } from '../features/binding/queries.ts'
import { api } from '../lib/api.ts'
import { listenForConfirmed, settleChallenge } from '../lib/confirm.ts'
import { errorText } from '../lib/error-text.ts'
import { sessionQuery } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProviderMark } from '../ui/provider-mark.tsx'
import { ErrorState, Skeleton } from '../ui/states.tsx'

type Props = { open: boolean; onCancel: () => void }

/**
 * Proves the person again at a linked provider, for who has nothing else. It opens beside the page, which stays as it is and goes on when
 * `/confirmed` says so.
 */
export function ConfirmIdentityDialog({ open, onCancel }: Props) {
  const { t } = useTranslation('proof')
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({ ...identitiesQuery, enabled: open })
  const [at, setAt] = useState<string>()
  const [wrong, setWrong] = useState<unknown>()
  useEffect(() => {
    if (!open) return
    setAt(undefined)
    setWrong(undefined)
    return listenForConfirmed(() => {
      settleChallenge('confirmation', true)
      void client.invalidateQueries(sessionQuery)
    })
  }, [open, client])
  const linked = new Set(data?.items.filter(({ usable }) => usable).map(({ provider }) => provider))

  async function go(provider: string, name: string) {
    // Opened by the press itself, or the browser keeps it shut; it is told where to go when that is known.
    const beside = window.open('', 'portico-confirm', 'popup,width=520,height=720')
    setWrong(undefined)
    try {
      const { pathname, search, hash } = location
      const here = beside ? {} : { next: pathname + search + hash }
      const { url } = await api('POST /auth/confirm/identity', { body: { provider, ...here } })
      if (!beside) return location.assign(url)
      // What is there has no business with this page.
      beside.opener = null
      beside.location.href = url
      setAt(name)
    } catch (refusal) {
      beside?.close()
      setWrong(refusal)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => !shown && onCancel()}
      title={t('shell:confirm.title')}
      description={t('identity.text')}
      size="small"
      above
      footer={<Button onClick={onCancel}>{t('ui:cancel')}</Button>}
    >
      <div className="flex flex-col gap-3">
        {data ? (
          data.providers
            .filter(({ id }) => linked.has(id))
            .map(({ id, name, icon }) => (
              <Button key={id} size="large" className="w-full" onClick={() => void go(id, name)}>
                <ProviderMark icon={icon} />
                <span className="min-w-0 truncate">{t('identity.go', { name })}</span>
              </Button>
            ))
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={2} />
        )}
        <div role="status">
          {at !== undefined && <p className="text-muted text-sm">{t('identity.waiting', { name: at })}</p>}
        </div>
        {wrong !== undefined && <Notice kind="danger">{errorText(t, wrong)}</Notice>}
      </div>
    </Dialog>
  )
}
