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

/** Who is here already, without asking again what the way here has just found out. */
function useSignedIn(): boolean {
  const client = useQueryClient()
  const [known] = useState(() => client.getQueryState(sessionQuery.queryKey)?.status === 'error')
  const { data } = useQuery({ ...sessionQuery, enabled: !known })
  return data !== undefined
}

export function SignInPage() {
  const { t } = useTranslation('entry')
  const { next } = route.useSearch()
  const { data: methods } = useQuery(methodsQuery)
  const signedIn = useSignedIn()
  const arrive = useArrival(next)
  const form = useForm({ defaultValues: { name: '', password: '' } })
  const [second, setSecond] = useState<readonly string[] | null>(null)
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
  return (
    <div className="flex flex-col gap-5">
      <PageHeader title={t('signIn.title')} />
      {methods?.setupNeeded && <Notice>{t('signIn.setupNeeded')}</Notice>}
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
          autoComplete="username"
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
      {methods && methods.registration !== 'closed' && (
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
}
