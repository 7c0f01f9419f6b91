import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { undoDeletion } from '../queries.ts'

/** Where the mail about a deletion leads: takes it back. Opening it changes nothing, since mail programs open links by themselves. */
export function UndoDeletionPage() {
  const { t } = useTranslation('links')
  const [token] = useState(() => location.hash.slice(1))
  const [username, setUsername] = useState<string>()
  const form = useForm()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('undoDeletion.title')} />
      {token === '' ? (
        <Notice kind="warning">{t('whole')}</Notice>
      ) : username === undefined ? (
        <Form form={form} onSubmit={async () => setUsername((await undoDeletion(token)).username)}>
          <p className="text-muted">{t('undoDeletion.text')}</p>
          <WideSubmit>{t('undoDeletion.verb')}</WideSubmit>
        </Form>
      ) : (
        <>
          <Notice kind="success">
            <span className="break-words">{t('undoDeletion.done', { username })}</span>
          </Notice>
          <p>
            <TextLink to="/sign-in">{t('goOn')}</TextLink>
          </p>
        </>
      )}
    </div>
  )
}
