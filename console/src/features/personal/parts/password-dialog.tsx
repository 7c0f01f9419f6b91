import { useQuery } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../../ui/form.tsx'
import { SuggestPassphrase } from '../../../ui/suggest-passphrase.tsx'
import { PasswordField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { passwordLengthQuery, usePersonalChanges } from '../queries.ts'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  username: string
  /** Of who has none yet: nothing to be proven by it, so the server asks for another proof. */
  first: boolean
}

/** Current, new, confirm: the server checks all three, and ends the other sessions. */
export function PasswordDialog({ open, onOpenChange, username, first }: Props) {
  const { t } = useTranslation('personal')
  const changes = usePersonalChanges()
  const { data: least = 15 } = useQuery(passwordLengthQuery)
  const form = useForm({ defaultValues: { currentPassword: '', newPassword: '', confirmPassword: '' } })
  const newPassword = useWatch({ control: form.control, name: 'newPassword' })
  return (
    <Dialog
      size="small"
      open={open}
      onOpenChange={onOpenChange}
      // What was typed does not stay in memory.
      onClosed={() => form.reset()}
      title={first ? t('password.firstTitle') : t('password.title')}
      description={first ? t('password.firstText') : t('password.text')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t('ui:cancel')}</Button>
          <Button type="submit" form="change-password" kind="primary" loading={form.formState.isSubmitting}>
            {first ? t('password.firstVerb') : t('password.verb')}
          </Button>
        </>
      }
    >
      <Form
        id="change-password"
        form={form}
        onSubmit={async ({ currentPassword, ...rest }) => {
          const ended = await changes.password(first ? rest : { ...rest, currentPassword })
          onOpenChange(false)
          toast({
            title: first ? t('password.first') : t('password.changed'),
            description: ended > 0 ? t('password.ended', { count: ended }) : undefined,
          })
        }}
      >
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        {!first && (
          <PasswordField
            name="currentPassword"
            label={t('password.current')}
            autoComplete="current-password"
          />
        )}
        <div className="flex flex-col gap-2">
          <PasswordField
            name="newPassword"
            label={t('password.new')}
            autoComplete="new-password"
            description={t('password.rules', { count: least })}
            rules={{
              validate: (value: string) =>
                [...value].length >= least || t('password.tooShort', { count: least }),
            }}
          />
          {/* A suggestion is for one password: the next time the dialog opens, it is gone. */}
          {open && (
            <SuggestPassphrase
              value={newPassword}
              onTake={(phrase) => {
                const how = { shouldDirty: true, shouldValidate: form.formState.isSubmitted }
                form.setValue('newPassword', phrase, how)
                form.setValue('confirmPassword', phrase, how)
              }}
            />
          )}
        </div>
        <PasswordField
          name="confirmPassword"
          label={t('password.confirm')}
          autoComplete="new-password"
          rules={{
            validate: (value: string) =>
              value.normalize('NFC') === form.getValues('newPassword').normalize('NFC') ||
              t('errors:passwords_differ'),
          }}
        />
      </Form>
    </Dialog>
  )
}
