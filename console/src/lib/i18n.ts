import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { recall, remember } from './storage.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

// One chunk per language, fetched only when that language is chosen.
const catalogues: Record<Language, () => Promise<{ catalogues: Record<string, object> }>> = {
  en: () => import('../locales/en.ts'),
  zh: () => import('../locales/zh.ts'),
}

/** The stored choice, else what the browser asks for, else English. The account's own choice comes with the session. */
export function preferredLanguage(): Language {
  const wanted = [recall('language'), ...navigator.languages]
  for (const tag of wanted) {
    const match = languages.find((language) => tag?.toLowerCase().split('-')[0] === language)
    if (match) return match
  }
  return 'en'
}

async function load(language: Language) {
  if (i18next.hasResourceBundle(language, 'ui')) return
  const loaded = await catalogues[language]()
  for (const [area, texts] of Object.entries(loaded.catalogues))
    i18next.addResourceBundle(language, area, texts)
}

export async function startLanguages() {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    defaultNS: 'ui',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  await setLanguage(preferredLanguage())
}

/** Switches the whole console; `keep` remembers it in this browser. */
export async function setLanguage(language: Language, { keep = false } = {}) {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (keep) remember('language', language)
}

export function isLanguage(tag: string | null | undefined): tag is Language {
  return languages.some((language) => language === tag)
}
