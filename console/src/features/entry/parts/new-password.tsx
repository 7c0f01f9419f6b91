import { useFormContext, useWatch } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { SuggestPassphrase } from '../../../ui/suggest-passphrase.tsx'
import { PasswordField } from '../../../ui/text-field.tsx'

/** A new password as the field `password`: the rules before it is typed, and a passphrase for who wants one. */
export function NewPassword({ minLength }: { minLength: number }) {
  const { t } = useTranslation('entry')
  const form = useFormContext<{ password: string }>()
  const password = useWatch({ control: form.control, name: 'password' })
  return (
    <div className="flex flex-col gap-2">
      <PasswordField
        name="password"
        label={t('password')}
        autoComplete="new-password"
        description={t('passwordRules', { count: minLength })}
        rules={{
          validate: (value: string) =>
            [...value].length >= minLength || t('passwordTooShort', { count: minLength }),
        }}
      />
      <SuggestPassphrase
        value={password}
        onTake={(phrase) =>
          form.setValue('password', phrase, {
            shouldDirty: true,
            shouldValidate: form.formState.isSubmitted,
          })
        }
      />
    </div>
  )
}
