import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { forgotPassword, methodsQuery } from '../queries.ts'

/** Asks for a link to choose a new password. What follows says the same for every address. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('links')
  const [asked, setAsked] = useState<string>()
  const { data: methods } = useQuery(methodsQuery)
  const form = useForm({ defaultValues: { email: '' } })
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('forgot.title')} />
      {methods?.password === false && <Notice kind="warning">{t('forgot.off')}</Notice>}
      {asked === undefined ? (
        <Form
          form={form}
          onSubmit={async ({ email }) => {
            await forgotPassword(email.trim())
            setAsked(email.trim())
          }}
        >
          <TextField
            name="email"
            label={t('entry:email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            spellCheck={false}
            description={t('forgot.use')}
            autoFocus
          />
          <WideSubmit>{t('forgot.verb')}</WideSubmit>
        </Form>
      ) : (
        <>
          <Notice kind="success">
            <span className="break-words">{t('forgot.done', { email: asked })}</span>
          </Notice>
          <p className="text-muted">{t('forgot.nothing')}</p>
          <p>
            <Button onClick={() => setAsked(undefined)}>{t('forgot.again')}</Button>
          </p>
        </>
      )}
      <p className="text-muted">
        {t('forgot.known')} <TextLink to="/sign-in">{t('entry:signIn.verb')}</TextLink>
      </p>
    </div>
  )
}
