import { type ReactNode, useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { errorText } from '../../../lib/error-text.ts'
import { type Language, languages, setLanguage } from '../../../lib/i18n.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Form } from '../../../ui/form.tsx'
import { Select } from '../../../ui/select.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { type Me, usePersonalChanges } from '../queries.ts'
import { AvatarDialog } from './avatar-dialog.tsx'
import { ZoneField } from './zone-field.tsx'

type Props = { open: boolean; onClose: () => void; me: Me; onPassword: () => void }

/** The detail of the profile, to be changed: picture, names, language, time zone, and the way to the password. */
export function EditPanel({ open, onClose, me, onPassword }: Props) {
  const { t, i18n } = useTranslation('personal')
  const changes = usePersonalChanges()
  const [choosing, setChoosing] = useState(false)
  const valuesOf = (profile: Me) => ({
    nickname: profile.nickname ?? '',
    username: profile.username,
    locale: (profile.locale ?? i18n.language) as Language,
    timeZone: profile.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  const form = useForm({ defaultValues: valuesOf(me) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed and not saved is let go when the panel opens again
  useEffect(() => {
    if (open) form.reset(valuesOf(me))
  }, [open])
  const name = me.nickname ?? me.username

  async function save(values: ReturnType<typeof valuesOf>) {
    const { username, ...rest } = values
    await changes.profile({
      ...rest,
      nickname: rest.nickname.trim(),
      ...(username.trim() === me.username ? {} : { username: username.trim() }),
    })
    await setLanguage(values.locale, { keep: true })
    toast({ title: t('saved') })
    onClose()
  }

  async function removePicture() {
    try {
      await changes.noPicture()
      toast({ title: t('avatar.removed') })
    } catch (error) {
      toast({ kind: 'problem', title: t('notSaved'), description: errorText(t, error) })
    }
  }

  return (
    <>
      <SidePanel
        open={open}
        onClose={onClose}
        title={t('edit')}
        subtitle={name}
        footer={
          <>
            <Button type="submit" form="profile" kind="primary" loading={form.formState.isSubmitting}>
              {t('save')}
            </Button>
            <Button onClick={onClose}>{t('ui:cancel')}</Button>
          </>
        }
      >
        <Row label={t('picture')}>
          <Avatar size="large" name={name} src={me.avatarUrl} />
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => setChoosing(true)}>
              {t('avatar.change')}
            </Button>
            {me.avatarUrl !== null && (
              <Button size="small" onClick={() => void removePicture()}>
                {t('avatar.remove')}
              </Button>
            )}
          </span>
        </Row>
        <Form id="profile" form={form} onSubmit={save}>
          <TextField
            name="nickname"
            label={t('nickname')}
            description={t('nicknameUse')}
            autoComplete="nickname"
          />
          <TextField
            name="username"
            label={t('username')}
            description={t('usernameUse')}
            autoComplete="username"
            spellCheck={false}
          />
          <Select
            name="locale"
            label={t('shell:language.label')}
            options={languages.map((value) => ({ value, label: t(`shell:language.${value}`) }))}
          />
          <ZoneField />
        </Form>
        <Row label={t('password.label')}>
          <span className="text-muted text-sm">{t('password.hidden')}</span>
          <Button size="small" onClick={onPassword}>
            {me.hasPassword ? t('password.modify') : t('password.set')}
          </Button>
        </Row>
      </SidePanel>
      <AvatarDialog open={choosing} onOpenChange={setChoosing} />
    </>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium">{label}</p>
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-line px-3 py-2.5">
        {children}
      </div>
    </div>
  )
}
