import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import { loadTexts } from '../../../lib/i18n.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { WithMethods } from '../parts/methods.tsx'
import { NameAndAddress } from '../parts/name-and-address.tsx'
import { NewPassword } from '../parts/new-password.tsx'
import { invitationQuery, methodsQuery, signUp, useArrival } from '../queries.ts'

const route = getRouteApi('/public/sign-up')
const Providers = lazily(async () => {
  const [{ Providers }] = await Promise.all([import('../parts/providers.tsx'), loadTexts('proof')])
  return Providers
})

/** A new account, as far as the operator lets people in: said plainly before anything is typed. */
export function SignUpPage() {
  const { t } = useTranslation('entry')
  const { invitation, next } = route.useSearch()
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('signUp.title')} />
      <WithMethods>
        {({ registration, password, passwordMinLength, setupNeeded }) => {
          if (setupNeeded) return <Notice>{t('signIn.setupNeeded')}</Notice>
          if (registration === 'closed') return <Notice kind="warning">{t('signUp.closed')}</Notice>
          if (registration === 'invite' && invitation === undefined)
            return <Notice kind="warning">{t('signUp.inviteOnly')}</Notice>
          if (!password) return <Notice kind="warning">{t('signUp.passwordOff')}</Notice>
          const form = <SignUpForm invitation={invitation} next={next} minLength={passwordMinLength} />
          if (invitation !== undefined)
            return (
              <Invited token={invitation} registration={registration}>
                {form}
              </Invited>
            )
          return (
            <>
              <p className="text-muted">{t('signUp.open')}</p>
              {form}
            </>
          )
        }}
      </WithMethods>
      <ByProvider invitation={invitation} next={next} />
      <p className="text-muted">
        {t('signUp.known')}{' '}
        <TextLink to="/sign-in" search={next === undefined ? {} : { next }}>
          {t('signIn.verb')}
        </TextLink>
      </p>
    </div>
  )
}

/** Providers by which an account can be made now. */
function ByProvider({ invitation, next }: { invitation: string | undefined; next: string | undefined }) {
  const { data } = useQuery(methodsQuery)
  const offered = (data?.providers ?? []).filter(
    ({ signUp }) => signUp === 'open' || (signUp === 'invite' && invitation !== undefined),
  )
  if (!data || data.setupNeeded || offered.length === 0) return null
  return <Providers providers={offered} next={next} invitation={invitation} />
}

type InvitedProps = { token: string; registration: 'open' | 'invite'; children: ReactNode }

/** Says at once whether the link would do. Where that cannot be asked, sending the form tells. */
function Invited({ token, registration, children }: InvitedProps) {
  const { t } = useTranslation('entry')
  const { data, isPending } = useQuery(invitationQuery(token))
  if (isPending) return <Skeleton lines={6} />
  if (data === undefined || data.usable)
    return (
      <>
        <p className="text-muted">{t('signUp.invited')}</p>
        {children}
      </>
    )
  if (registration === 'invite') return <Notice kind="warning">{t('signUp.spent')}</Notice>
  return (
    <>
      <Notice>{t('signUp.spentOpen')}</Notice>
      {children}
    </>
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
      <WideSubmit>{t('signUp.verb')}</WideSubmit>
    </Form>
  )
}
