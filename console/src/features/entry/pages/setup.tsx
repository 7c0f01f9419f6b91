import { getRouteApi } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { LinkButton } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { WithMethods } from '../parts/methods.tsx'
import { NameAndAddress } from '../parts/name-and-address.tsx'
import { NewPassword } from '../parts/new-password.tsx'
import { setUp, useArrival } from '../queries.ts'

const route = getRouteApi('/public/setup')

/** The first operator, by the one-time link that the server printed. */
export function SetupPage() {
  const { t } = useTranslation('entry')
  const { token } = route.useSearch()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('setup.title')} description={t('setup.text')} />
      <WithMethods>
        {({ setupNeeded, passwordMinLength }) => {
          if (!setupNeeded)
            return (
              <>
                <Notice>{t('setup.done')}</Notice>
                <LinkButton to="/sign-in" kind="primary" size="large">
                  {t('signIn.verb')}
                </LinkButton>
              </>
            )
          if (token === undefined) return <Notice kind="warning">{t('setup.noToken')}</Notice>
          return <SetupForm token={token} minLength={passwordMinLength} />
        }}
      </WithMethods>
    </div>
  )
}

function SetupForm({ token, minLength }: { token: string; minLength: number }) {
  const { t } = useTranslation('entry')
  const arrive = useArrival(undefined)
  const form = useForm({ defaultValues: { username: '', email: '', password: '' } })
  return (
    <Form form={form} onSubmit={async (values) => arrive(await setUp({ token, ...values }))}>
      <NameAndAddress />
      <NewPassword minLength={minLength} />
      <WideSubmit>{t('setup.verb')}</WideSubmit>
    </Form>
  )
}
