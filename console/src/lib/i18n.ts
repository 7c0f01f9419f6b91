import i18next from 'i18next'
import { groupOf, namespaceOf, type TextGroup } from '../locales/groups.ts'
import { recall, remember } from './storage.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

// A chunk for each language and group (vite.config.ts), fetched when it is wanted.
const files = import.meta.glob<object>('../locales/*/*.json', { import: 'default' })
/** What has been asked for: a change of language brings all of it. */
const wanted = new Set<TextGroup>(['first'])
let spoken = preferredLanguage()

/** The stored choice, else what the browser asks for, else English. The account's own choice comes with the session. */
export function preferredLanguage(): Language {
  const wanted = [recall('language'), ...navigator.languages]
  for (const tag of wanted) {
    const match = languages.find((language) => tag?.toLowerCase().split('-')[0] === language)
    if (match) return match
  }
  return 'en'
}

async function load(language: Language, group: TextGroup) {
  const missing = Object.entries(files).flatMap(([path, file]) => {
    const [, its = '', area = ''] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? []
    const here = its === language && groupOf(area) === group && !i18next.hasResourceBundle(language, area)
    return here ? [{ area, file }] : []
  })
  await Promise.all(
    missing.map(async ({ area, file }) => {
      const texts = await file()
      i18next.addResourceBundle(language, area, texts)
      if (namespaceOf(area) !== area) i18next.addResourceBundle(language, namespaceOf(area), texts, true)
    }),
  )
}

/** The texts of a group, in the language that is spoken: before what says them is shown. */
export async function loadTexts(group: TextGroup): Promise<void> {
  wanted.add(group)
  await load(spoken, group)
}

export async function startLanguages() {
  await i18next.init({
    resources: {},
    fallbackLng: false,
    defaultNS: 'ui',
    interpolation: { escapeValue: false },
  })
  await setLanguage(spoken)
}

/** Switches the whole console; `keep` remembers it in this browser. */
export async function setLanguage(language: Language, { keep = false } = {}) {
  spoken = language
  await Promise.all([...wanted].map((group) => load(language, group)))
  await i18next.changeLanguage(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  if (keep) remember('language', language)
}

export function isLanguage(tag: string | null | undefined): tag is Language {
  return languages.some((language) => language === tag)
}
