import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../lib/api.ts'
import { type Language, languages, setLanguage } from '../lib/i18n.ts'
import { sessionQuery, useSession } from '../lib/session.ts'
import { type Theme, useTheme } from '../lib/theme.ts'
import { MenuChoice } from '../ui/menu.tsx'

/** Language and theme, as parts of a menu. Signed in, the choice is kept with the account too. */
export function PreferenceItems() {
  const { t, i18n } = useTranslation('shell')
  const client = useQueryClient()
  const session = useSession()
  const [theme, setTheme] = useTheme()

  async function chooseLanguage(language: Language) {
    await setLanguage(language, { keep: true })
    if (!session) return
    client.setQueryData(sessionQuery.queryKey, {
      ...session,
      account: { ...session.account, locale: language },
    })
    await api('PATCH /me', { body: { locale: language } }).catch(() => {})
  }

  function chooseTheme(choice: Theme) {
    setTheme(choice)
    // The choice holds in this browser either way.
    if (session) void api('PATCH /me', { body: { theme: choice } }).catch(() => {})
  }

  return (
    <>
      <MenuChoice
        label={t('language.label')}
        value={i18n.language as Language}
        onValueChange={(language) => void chooseLanguage(language)}
        options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      <MenuChoice
        label={t('theme.label')}
        value={theme}
        onValueChange={chooseTheme}
        options={(['light', 'dark', 'system'] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
        }))}
      />
    </>
  )
}
