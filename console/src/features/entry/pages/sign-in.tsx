import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { loadTexts } from '../../../lib/i18n.ts'
import { sessionQuery } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form, FormActions } from '../../../ui/form.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { PasswordField, TextField } from '../../../ui/text-field.tsx'
import { GoOn } from '../parts/go-on.tsx'
import { methodsQuery, signIn, useArrival } from '../queries.ts'

const route = getRouteApi('/public/sign-in')
/** Most people never see it: it comes with its texts when it is asked for. */
const SecondStepPage = lazily(async () => {
  const [{ SecondStepPage }] = await Promise.all([import('../parts/second-step.tsx'), loadTexts('proof')])
  return SecondStepPage
})

/** Where the operator has set up providers, or one has sent somebody back. */
const providersPart = async () =>
  (await Promise.all([import('../parts/providers.tsx'), loadTexts('proof')]))[0]
const Providers = lazily(async () => (await providersPart()).Providers)
const WithProblem = lazily(async () => (await providersPart()).WithProblem)

/** Where the operator has passkeys switched on. */
const PasskeySignIn = lazily(async () => {
  const [{ PasskeySignIn }] = await Promise.all([import('../parts/passkey-sign-in.tsx'), loadTexts('proof')])
  return PasskeySignIn
})

/** Who is here already, without asking again what the way here has just found out. */
function useSignedIn(): boolean {
  const client = useQueryClient()
  const [known] = useState(() => client.getQueryState(sessionQuery.queryKey)?.status === 'error')
  const { data } = useQuery({ ...sessionQuery, enabled: !known })
  return data !== undefined
}

export function SignInPage() {
  const { t } = useTranslation('entry')
  const { next, problem, second: asked } = route.useSearch()
  const { data: methods } = useQuery(methodsQuery)
  const signedIn = useSignedIn()
  const arrive = useArrival(next)
  const form = useForm({ defaultValues: { name: '', password: '' } })
  const [second, setSecond] = useState<readonly string[] | null>(() => asked?.split('.') ?? null)
  const sending = form.formState.isSubmitting
  if (second)
    return (
      <SecondStepPage
        methods={second}
        next={next}
        onBack={() => {
          form.reset()
          setSecond(null)
        }}
      />
    )
  if (signedIn && !sending && !form.formState.isSubmitted) return <GoOn next={next} />
  const page = (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('signIn.title')} />
      {methods?.setupNeeded && <Notice>{t('signIn.setupNeeded')}</Notice>}
      {methods?.password !== false && (
        <>
          <Form
            form={form}
            fieldOf={(path) => (path === 'username' || path === 'email' ? 'name' : undefined)}
            onSubmit={async ({ name, password }) => {
              try {
                const answer = await signIn(name.trim(), password)
                if ('account' in answer) await arrive(answer)
                else setSecond(answer.methods)
              } catch (error) {
                // The name may be right: only the password is typed again.
                form.resetField('password')
                form.setFocus('password')
                throw error
              }
            }}
          >
            <TextField
              name="name"
              label={t('signIn.name')}
              autoComplete="username webauthn"
              spellCheck={false}
              autoFocus
            />
            <PasswordField name="password" label={t('password')} />
            <FormActions>
              <Button type="submit" kind="primary" size="large" className="w-full" loading={sending}>
                {t('signIn.verb')}
              </Button>
            </FormActions>
          </Form>
          <p>
            <TextLink to="/forgot-password">{t('signIn.forgot')}</TextLink>
          </p>
        </>
      )}
      {methods?.passkeys && <PasskeySignIn next={next} waiting={<div className="h-10" />} />}
      {methods && methods.providers.length > 0 && (
        <Providers
          providers={methods.providers}
          next={next}
          waiting={
            <div className="flex flex-col gap-2">
              {methods.providers.map(({ id }) => (
                <div key={id} className="h-10" />
              ))}
            </div>
          }
        />
      )}
      {methods?.password && methods.registration !== 'closed' && (
        <p className="text-muted">
          {methods.registration === 'open' ? t('signIn.new') : t('signIn.invited')}{' '}
          {methods.registration === 'open' && (
            <TextLink to="/sign-up" search={next === undefined ? {} : { next }}>
              {t('signUp.verb')}
            </TextLink>
          )}
        </p>
      )}
    </div>
  )
  return problem === undefined ? page : <WithProblem code={problem}>{page}</WithProblem>
}
