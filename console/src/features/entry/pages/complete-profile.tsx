import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useId } from 'react'
import { useForm } from 'react-hook-form'
import { type Language, languages, setLanguage } from '../../../lib/i18n.ts'
import { type Session, useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Form } from '../../../ui/form.tsx'
import { PageHeader } from '../../../ui/page.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { WideSubmit } from '../../../ui/wide-submit.tsx'
import { GoOn } from '../parts/go-on.tsx'
import { completeProfile } from '../queries.ts'

const route = getRouteApi('/guarded/bare/complete-profile')

/** After the first sign-in: how others see this person, and what the console is shown in. */
export function CompleteProfilePage() {
  const { next } = route.useSearch()
  const session = useSession()
  if (!session) return null
  if (session.account.profileComplete) return <GoOn next={next} />
  return <ProfileForm account={session.account} />
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

function ProfileForm({ account }: { account: Session['account'] }) {
  const { t, i18n } = useTranslation('entry')
  const client = useQueryClient()
  const router = useRouter()
  const zones = useId()
  const form = useForm({
    defaultValues: {
      nickname: account.nickname ?? '',
      locale: i18n.language as Language,
      timeZone: account.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  })
  // The menu of the top bar may change it too: what is saved is what the page speaks.
  const { setValue } = form
  useEffect(() => setValue('locale', i18n.language as Language), [setValue, i18n.language])
  return (
    <div className="flex flex-col gap-5">
      <PageHeader
        title={t('profile.title')}
        description={t('profile.text', { username: account.username })}
      />
      <Form
        form={form}
        onSubmit={async (values) => {
          await completeProfile(client, { ...values, nickname: values.nickname.trim() })
          await setLanguage(values.locale, { keep: true })
          await router.invalidate()
        }}
      >
        <TextField
          name="nickname"
          label={t('profile.nickname')}
          autoComplete="nickname"
          description={t('profile.nicknameUse')}
        />
        <Select
          name="locale"
          label={t('shell:language.label')}
          onValueChange={(language) => void setLanguage(language as Language)}
          options={languages.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
        />
        <TextField
          name="timeZone"
          label={t('profile.timeZone')}
          description={t('profile.timeZoneUse')}
          list={zones}
          autoComplete="off"
          spellCheck={false}
          rules={{ validate: (name: string) => isZone(name) || t('errors:invalid_time_zone') }}
        />
        <datalist id={zones}>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <WideSubmit>{t('profile.verb')}</WideSubmit>
      </Form>
      {account.email !== null && !account.emailVerified && (
        <p className="break-words text-muted">{t('profile.verify', { email: account.email })}</p>
      )}
    </div>
  )
}
