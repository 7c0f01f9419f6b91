import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { useLinkToken } from '../parts/link-token.ts'
import { Locked } from '../parts/locked.tsx'
import { useLockdownLink } from '../queries.ts'

/** In the console the account is locked already when this page opens. */
const handedOver = 'locked='

/** Where the mail about a new sign-in leads: locks the account, asks for a new password, says what to check. Opening it changes nothing. */
export function NotMePage() {
  const { t } = useTranslation('links')
  const hash = useLinkToken()
  const [resetToken, setResetToken] = useState(
    hash.startsWith(handedOver) ? hash.slice(handedOver.length) : null,
  )
  const [saved, setSaved] = useState(false)
  const lock = useLockdownLink()
  const form = useForm()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title={saved ? t('notMe.open') : resetToken === null ? t('notMe.title') : t('notMe.locked')}
      />
      {resetToken !== null ? (
        <Locked token={resetToken} done={saved} onDone={() => setSaved(true)} />
      ) : hash === '' ? (
        <Notice kind="warning">{t('whole')}</Notice>
      ) : (
        <Form form={form} onSubmit={async () => setResetToken(await lock(hash))}>
          <p className="text-muted">{t('notMe.text')}</p>
          <ul className="flex list-disc flex-col gap-1 ps-5 text-muted">
            {(['sessions', 'tokens', 'added', 'password', 'keys'] as const).map((name) => (
              <li key={name}>{t(`notMe.does.${name}`)}</li>
            ))}
          </ul>
          <WideSubmit kind="dangerSolid">{t('notMe.verb')}</WideSubmit>
        </Form>
      )}
    </div>
  )
}
