import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Mail } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../../lib/error-text.ts'
import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, PageHeader } from '../../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.tsx'
import { BindingRow, ProviderRows } from '../parts/rows.tsx'
import { beginLinking, type Identity, identitiesQuery, ownEmailsQuery, useUnlink } from '../queries.ts'

const route = getRouteApi('/guarded/shell/personal/center/account/binding')

/** Account Binding: what elsewhere signs in as me, and what could. */
export function BindingPage() {
  const { t } = useTranslation('binding')
  const { linked, problem } = route.useSearch()
  const { data, error, refetch } = useQuery(identitiesQuery)
  const operator = useSession()?.account.operator
  const unlink = useUnlink()
  const [busy, setBusy] = useState<string>()
  const [asked, setAsked] = useState<Identity>()
  const [asks, setAsks] = useState(false)
  const bind = async (provider: string) => {
    setBusy(provider)
    try {
      location.assign((await beginLinking(provider)).url)
    } catch (wrong) {
      setBusy(undefined)
      toast({ kind: 'problem', title: t('notBound'), description: errorText(t, wrong) })
    }
  }
  const name = data?.providers.find((one) => one.id === linked)?.name
  const code = problem !== undefined && /^[a-z_]{1,60}$/.test(problem) ? problem : 'identity_failed'
  return (
    <Page narrow>
      <PageHeader title={t('title')} description={t('text')} />
      {problem !== undefined && (
        <Notice kind="warning" title={t('notBound')}>
          {t(`errors:${code}`, { defaultValue: t('errors:identity_failed') })}
        </Notice>
      )}
      {problem === undefined && name !== undefined && <Notice kind="success">{t('bound', { name })}</Notice>}
      {data ? (
        <>
          {data.providers.length === 0 && (
            <Notice title={t('none.title')}>
              {operator ? (
                <>
                  {t('none.operator')} <TextLink to="/operator/identity-providers">{t('none.open')}</TextLink>
                </>
              ) : (
                t('none.text')
              )}
            </Notice>
          )}
          <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-surface">
            <EmailBinding />
            <ProviderRows
              identities={data}
              busy={busy}
              onBind={bind}
              onUnbind={(identity) => {
                setAsked(identity)
                setAsks(true)
              }}
            />
          </ul>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={5} />
      )}
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('unbind.question', { name: asked?.providerName ?? '' })}
        verb={t('unbind.act')}
        onConfirm={async () => {
          if (!asked) return
          const { endedSessions } = await unlink(asked.id)
          toast({
            title: t('unbind.done'),
            description: endedSessions > 0 ? t('ended', { count: endedSessions }) : undefined,
          })
        }}
      >
        <span className="break-words">{t('unbind.text', { label: asked?.label ?? '' })}</span>
      </ConfirmDialog>
    </Page>
  )
}

/** An address is a binding too: it signs in, and a link to it opens the account. */
function EmailBinding() {
  const { t } = useTranslation('binding')
  const { data } = useQuery(ownEmailsQuery)
  const primary = data?.items.find((one) => one.primary)
  return (
    <BindingRow
      icon={<Mail aria-hidden className="size-4 shrink-0" />}
      name={t('email')}
      label={primary?.address ?? t('unbound')}
      note={primary && primary.verifiedAt === null ? t('emailUnproven') : undefined}
    >
      <LinkButton size="small" to="/personal/account/emails" aria-label={`${t('manage')}: ${t('email')}`}>
        {t('manage')}
      </LinkButton>
    </BindingRow>
  )
}
