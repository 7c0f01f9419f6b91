import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { LinkButton, TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { useLinkToken } from '../parts/link-token.ts'
import { WithMethods } from '../parts/methods.tsx'
import { ResetForm } from '../parts/reset-form.tsx'
import { resetQuery } from '../queries.ts'

/** Where the link of a mail leads that lets one choose a new password. It does not sign in. */
export function ResetPasswordPage() {
  const { t } = useTranslation('links')
  const token = useLinkToken()
  const [done, setDone] = useState(false)
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('reset.title')} />
      {done ? (
        <>
          <Notice kind="success">{t('reset.done')}</Notice>
          <LinkButton to="/sign-in" kind="primary">
            {t('entry:signIn.verb')}
          </LinkButton>
        </>
      ) : token === '' ? (
        <Notice kind="warning">{t('whole')}</Notice>
      ) : (
        <Chosen token={token} onDone={() => setDone(true)} />
      )}
    </div>
  )
}

/** Says at once whether the link would do. Where that cannot be asked, sending the form tells. */
function Chosen({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation('links')
  const { data, isPending } = useQuery(resetQuery(token))
  if (isPending) return <Skeleton lines={6} />
  if (data?.usable === false)
    return (
      <>
        <Notice kind="warning">{t('errors:link_invalid')}</Notice>
        <LinkButton to="/forgot-password" kind="primary">
          {t('reset.another')}
        </LinkButton>
      </>
    )
  return (
    <>
      <p className="text-muted">{t('reset.text')}</p>
      <WithMethods>
        {({ passwordMinLength }) => <ResetForm token={token} minLength={passwordMinLength} onDone={onDone} />}
      </WithMethods>
      <p className="text-muted">
        {t('reset.spent')} <TextLink to="/forgot-password">{t('reset.another')}</TextLink>
      </p>
    </>
  )
}
