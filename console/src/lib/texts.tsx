import i18next, { type TFunction } from 'i18next'
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'

type Texts<Area extends string> = { t: TFunction<Area>; i18n: typeof i18next }

const Spoken = createContext('')
const known = new Map<string, Texts<string>>()

function subscribe(changed: () => void) {
  i18next.on('languageChanged', changed)
  return () => i18next.off('languageChanged', changed)
}

/** Everything below it is said anew when the language changes. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(subscribe, () => i18next.language)
  return <Spoken value={language}>{children}</Spoken>
}

/**
 * The texts of an area (a file of `locales/`) in the language that is spoken: `t` is the same function for all who ask. The binding of the
 * library took twelve hooks and two subscriptions each time, three to six times in each row of a list.
 */
export function useTranslation<Area extends string = 'ui'>(area?: Area): Texts<Area> {
  const language = useContext(Spoken)
  const name = `${language} ${area ?? 'ui'}`
  let texts = known.get(name)
  if (!texts) {
    texts = { t: i18next.getFixedT(language, area ?? 'ui'), i18n: i18next }
    known.set(name, texts)
  }
  return texts as unknown as Texts<Area>
}
