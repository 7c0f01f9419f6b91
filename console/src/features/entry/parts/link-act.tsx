import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { useLinkToken } from './link-token.ts'

type Props = {
  name: 'verify' | 'undo'
  /** Does it; answers the address. */
  onAct: (token: string) => Promise<{ email: string }>
}

/** A page that a mail leads to: it does nothing before its button is pressed, since mail programs open links by themselves. */
export function LinkAct({ name, onAct }: Props) {
  const { t } = useTranslation('links')
  const token = useLinkToken()
  const [email, setEmail] = useState<string>()
  const form = useForm()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t(`${name}.title`)} />
      {token === '' ? (
        <Notice kind="warning">{t('whole')}</Notice>
      ) : email === undefined ? (
        <Form
          form={form}
          onSubmit={async () => {
            setEmail((await onAct(token)).email)
          }}
        >
          <p className="text-muted">{t(`${name}.text`)}</p>
          <FormActions>
            <Button
              type="submit"
              kind="primary"
              size="large"
              className="w-full"
              loading={form.formState.isSubmitting}
            >
              {t(`${name}.verb`)}
            </Button>
          </FormActions>
        </Form>
      ) : (
        <>
          <Notice kind="success">
            <span className="break-words">{t(`${name}.done`, { email })}</span>
          </Notice>
          <p>
            <TextLink to="/">{t('goOn')}</TextLink>
          </p>
        </>
      )}
    </div>
  )
}
