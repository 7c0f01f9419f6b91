import { useEffect, useId } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { PasswordField, TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { dropMailSettings, type MailSettings, setMailSettings } from '../queries.ts'

const securities = ['tls', 'starttls', 'none'] as const
const ports = { tls: '465', starttls: '587', none: '25' }

const valuesOf = ({ host, port, security, username, from }: MailSettings) => ({
  host: host ?? '',
  port: String(port ?? 587),
  security: (security ?? 'starttls') as string,
  username: username ?? '',
  password: '',
  from: from ?? '',
})

type Props = {
  open: boolean
  settings: MailSettings
  onClose: () => void
  onSaved: (settings: MailSettings) => void
}

/** The server that mail goes to; a saved password stays where host and name stay. */
export function MailDialog({ open, settings, onClose, onSaved }: Props) {
  const { t } = useTranslation('mail')
  const id = useId()
  const form = useForm({ defaultValues: valuesOf(settings) })
  const { reset, setValue } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: filled when it opens, not while it is typed in
  useEffect(() => {
    if (open) reset(valuesOf(settings))
  }, [open])
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      onClosed={() => reset()}
      title={t('sending')}
      description={t('dialogText')}
      size="small"
      footer={
        <>
          {settings.source === 'console' && (
            <Button
              kind="danger"
              className="me-auto"
              onClick={async () => {
                onSaved(await dropMailSettings())
                onClose()
                toast({ title: t('stopped') })
              }}
            >
              {t('stop')}
            </Button>
          )}
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button type="submit" form={id} kind="primary" loading={form.formState.isSubmitting}>
            {t('save')}
          </Button>
        </>
      }
    >
      <Form
        id={id}
        form={form}
        onSubmit={async ({ host, port, security, username, password, from }) => {
          const next = await setMailSettings({
            ...{ host: host.trim(), port: Number(port), from: from.trim() },
            security: securities.find((one) => one === security) ?? 'starttls',
            username: username.trim() === '' ? null : username.trim(),
            ...(password === '' || username.trim() === '' ? {} : { password }),
          })
          onSaved(next)
          onClose()
          toast({ title: t('saved') })
        }}
      >
        <TextField name="host" label={t('host')} spellCheck={false} autoComplete="off" maxLength={253} />
        <Select
          name="security"
          label={t('security')}
          options={securities.map((value) => ({
            value,
            label: t(`securities.${value}`),
            description: t(`securityText.${value}`),
          }))}
          onValueChange={(value) => {
            const known = securities.find((one) => one === value)
            if (known && !form.formState.dirtyFields.port) setValue('port', ports[known])
          }}
        />
        <NumberField
          name="port"
          label={t('port')}
          rules={{ max: { value: 65_535, message: t('portRange') } }}
        />
        <TextField name="username" label={t('username')} optional spellCheck={false} autoComplete="off" />
        <PasswordField
          name="password"
          label={t('password')}
          optional
          autoComplete="off"
          description={settings.password.set ? t('passwordKept') : undefined}
        />
        <TextField
          name="from"
          label={t('from')}
          description={t('fromText')}
          spellCheck={false}
          autoComplete="off"
          maxLength={320}
        />
      </Form>
    </Dialog>
  )
}
