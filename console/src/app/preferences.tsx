import { useQueryClient } from '@tanstack/react-query'
import { api } from '../lib/api.ts'
import { type Language, languages, setLanguage } from '../lib/i18n.ts'
import { sessionQuery, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { type Theme, themes, useTheme } from '../lib/theme.ts'
import { MenuChoice } from '../ui/menu.tsx'

/** Language and theme: at once in this browser and, signed in, kept with the account too. */
export function usePreferences() {
  const { i18n } = useTranslation()
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

  return { language: i18n.language as Language, theme, chooseLanguage, chooseTheme }
}

/** Language and theme, as parts of a menu. */
export function PreferenceItems() {
  const { t } = useTranslation('shell')
  const { language, theme, chooseLanguage, chooseTheme } = usePreferences()
  return (
    <>
      <MenuChoice
        label={t('language.label')}
        value={language}
        onValueChange={(choice) => void chooseLanguage(choice)}
        options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      <MenuChoice
        label={t('theme.label')}
        value={theme}
        onValueChange={chooseTheme}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
    </>
  )
}
