import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
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
          <WideSubmit>{t(`${name}.verb`)}</WideSubmit>
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
