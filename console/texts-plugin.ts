import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { groupOf, namespaceOf, type TextGroup, textGroups } from './src/locales/groups.ts'

const locales = fileURLToPath(new URL('./src/locales', import.meta.url))
const groups: readonly TextGroup[] = [...(Object.keys(textGroups) as TextGroup[]), 'rest']
const languages = readdirSync(locales).filter((name) => !name.includes('.'))
/** The file of a language's texts that are needed together; it exists only here. */
const one = /locales[\\/](\w+)[\\/](\w+)\.texts\.js$/

/** The catalogues of a group, by what they are called in the console. */
function textsOf(language: string, group: string): { files: string[]; texts: Record<string, object> } {
  const files = readdirSync(join(locales, language))
    .filter((file) => file.endsWith('.json') && groupOf(basename(file, '.json')) === group)
    .map((file) => join(locales, language, file))
  const texts: Record<string, object> = {}
  for (const file of files) {
    const name = namespaceOf(basename(file, '.json'))
    // Only errors have several files in one group, and those are flat.
    texts[name] = { ...texts[name], ...JSON.parse(readFileSync(file, 'utf8')) }
  }
  return { files, texts }
}

/**
 * `virtual:texts`: one file of texts for each language and group, and how to fetch it. A list of every catalogue would be a part of the
 * entry, and grow with each of them.
 */
export function texts(): Plugin {
  return {
    name: 'portico-texts',
    resolveId(id) {
      if (id === 'virtual:texts') return `\0${id}`
      return one.test(id) ? id : undefined
    },
    load(id) {
      if (id === '\0virtual:texts') {
        const all = languages.flatMap((language) =>
          groups.map((group) => {
            const path = join(locales, language, `${group}.texts.js`)
            return `${JSON.stringify(`${language}/${group}`)}: () => import(${JSON.stringify(path)})`
          }),
        )
        return `export const files = {${all.join(',')}}`
      }
      const [, language, group] = one.exec(id) ?? []
      if (language === undefined || group === undefined) return undefined
      const { files, texts: found } = textsOf(language, group)
      for (const file of files) this.addWatchFile(file)
      return `export default ${JSON.stringify(found)}`
    },
  }
}
