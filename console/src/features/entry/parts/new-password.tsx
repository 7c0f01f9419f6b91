import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { PasswordField } from '../../../ui/text-field.tsx'
import { suggestPassphrase } from './passphrase.ts'

/** A new password as the field `password`: the rules before it is typed, and a passphrase for who wants one. */
export function NewPassword({ minLength }: { minLength: number }) {
  const { t } = useTranslation('entry')
  const form = useFormContext<{ password: string }>()
  const [suggested, setSuggested] = useState('')

  function suggest() {
    const phrase = suggestPassphrase()
    setSuggested(phrase)
    form.setValue('password', phrase, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
  }

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
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" onClick={suggest}>
          {suggested === '' ? t('suggest') : t('suggestAnother')}
        </Button>
        <span role="status" className="flex min-w-0 items-center gap-1">
          {suggested !== '' && (
            <>
              <Code>{suggested}</Code>
              <CopyButton text={suggested} label={t('copySuggestion')} />
            </>
          )}
        </span>
      </div>
      {suggested !== '' && <p className="text-muted text-sm">{t('suggested')}</p>}
    </div>
  )
}
