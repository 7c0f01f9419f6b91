import { getRouteApi } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { WithMethods } from '../parts/methods.tsx'
import { NameAndAddress } from '../parts/name-and-address.tsx'
import { NewPassword } from '../parts/new-password.tsx'
import { signUp, useArrival } from '../queries.ts'

const route = getRouteApi('/public/sign-up')

/** A new account, as far as the operator lets people in: said plainly before anything is typed. */
export function SignUpPage() {
  const { t } = useTranslation('entry')
  const { invitation, next } = route.useSearch()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('signUp.title')} />
      <WithMethods>
        {({ registration, passwordMinLength, setupNeeded }) => {
          if (setupNeeded) return <Notice>{t('signIn.setupNeeded')}</Notice>
          if (registration === 'closed') return <Notice kind="warning">{t('signUp.closed')}</Notice>
          if (registration === 'invite' && invitation === undefined)
            return <Notice kind="warning">{t('signUp.inviteOnly')}</Notice>
          return (
            <>
              <p className="text-muted">
                {invitation === undefined ? t('signUp.open') : t('signUp.invited')}
              </p>
              <SignUpForm invitation={invitation} next={next} minLength={passwordMinLength} />
            </>
          )
        }}
      </WithMethods>
      <p className="text-muted">
        {t('signUp.known')}{' '}
        <TextLink to="/sign-in" search={next === undefined ? {} : { next }}>
          {t('signIn.verb')}
        </TextLink>
      </p>
    </div>
  )
}

type FormProps = { invitation: string | undefined; next: string | undefined; minLength: number }
function SignUpForm({ invitation, next, minLength }: FormProps) {
  const { t } = useTranslation('entry')
  const arrive = useArrival(next)
  const form = useForm({ defaultValues: { username: '', email: '', password: '' } })
  return (
    <Form form={form} onSubmit={async (values) => arrive(await signUp({ ...values, invitation }))}>
      <NameAndAddress />
      <NewPassword minLength={minLength} />
      <FormActions>
        <Button
          type="submit"
          kind="primary"
          size="large"
          className="w-full"
          loading={form.formState.isSubmitting}
        >
          {t('signUp.verb')}
        </Button>
      </FormActions>
    </Form>
  )
}
