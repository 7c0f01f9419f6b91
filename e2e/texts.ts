import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import i18next, { type TFunction } from 'i18next'
import { namespaceOf } from '../console/src/locales/groups.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

/** What a browser of that language says it wants. */
export const browserLocales: Record<Language, string> = { en: 'en-US', zh: 'zh-CN' }

function catalogues(language: Language): Record<string, object> {
  const folder = fileURLToPath(new URL(`../console/src/locales/${language}`, import.meta.url))
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const texts: Record<string, Record<string, unknown>> = {}
  for (const file of files) {
    const name = namespaceOf(basename(file, '.json'))
    texts[name] ??= {}
    // As the console does: two files of one name may each hold a part of a thing.
    for (const [key, value] of Object.entries<unknown>(
      JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')),
    )) {
      const before = texts[name][key]
      texts[name][key] =
        typeof before === 'object' && typeof value === 'object' ? { ...before, ...value } : value
    }
  }
  return texts
}

const i18n = i18next.createInstance()
await i18n.init({
  lng: 'en',
  fallbackLng: false,
  resources: Object.fromEntries(languages.map((language) => [language, catalogues(language)])),
  interpolation: { escapeValue: false },
})

/** The console's own texts: `t('keys:list.title')`. An unknown key throws instead of never being found. */
export function textsOf(language: Language): (key: string, values?: Record<string, unknown>) => string {
  const t: TFunction = i18n.getFixedT(language)
  return (key, values) => {
    if (!i18n.exists(key, { lng: language, ...values })) throw new Error(`There is no text ${key}`)
    return t(key, values ?? {})
  }
}
