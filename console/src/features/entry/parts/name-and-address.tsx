import { useTranslation } from '../../../lib/texts.tsx'
import { TextField } from '../../../ui/text-field.tsx'

/** The first two fields of every new account: `username` and `email`. */
export function NameAndAddress() {
  const { t } = useTranslation('entry')
  return (
    <>
      <TextField
        name="username"
        label={t('username')}
        autoComplete="username"
        spellCheck={false}
        description={t('usernameRules')}
        autoFocus
      />
      <TextField
        name="email"
        label={t('email')}
        type="email"
        inputMode="email"
        autoComplete="email"
        spellCheck={false}
        description={t('emailUse')}
      />
    </>
  )
}
