import { files } from 'virtual:texts'
import i18next from 'i18next'
import type { TextGroup } from '../locales/groups.ts'
import { recall, remember } from './storage.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

const there = new Set<string>()
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
  const name = `${language}/${group}`
  if (there.has(name)) return
  const texts = await files[name]?.()
  for (const [area, its] of Object.entries(texts?.default ?? {}))
    i18next.addResourceBundle(language, area, its, true)
  there.add(name)
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
