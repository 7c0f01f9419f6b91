import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { namespaceOf } from '../src/locales/groups.ts'

/** `area:key` → text, of one language. */
export type Catalogue = ReadonlyMap<string, string>

/** Reads `<folder>/<area>.json`; nested keys are joined by points. */
export function readCatalogue(folder: string): Catalogue {
  const texts = new Map<string, string>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const area = namespaceOf(file.slice(0, -'.json'.length))
    flatten(JSON.parse(readFileSync(join(folder, file), 'utf8')), `${area}:`, texts)
  }
  return texts
}

function flatten(value: unknown, path: string, into: Map<string, string>) {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, path.endsWith(':') ? path + key : `${path}.${key}`, into)
    }
  } else into.set(path, typeof value === 'string' ? value : '')
}

/** The key without its plural ending: Chinese has one form where English has two. */
export function base(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '')
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*([\w.]+)/g)]
    .map((match) => match[1])
    .sort()
    .join(' ')

/** What is wrong between two languages and within each. */
export function catalogueProblems(languages: Record<string, Catalogue>): string[] {
  const problems: string[] = []
  const [first, ...others] = Object.entries(languages)
  if (!first) return ['there is no catalogue']
  for (const [name, texts] of Object.entries(languages)) {
    for (const [key, text] of texts) if (text.trim() === '') problems.push(`${name} ${key}: empty`)
  }
  const [firstName, firstTexts] = first
  const firstKeys = new Set([...firstTexts.keys()].map(base))
  for (const [name, texts] of others) {
    const keys = new Set([...texts.keys()].map(base))
    for (const key of firstKeys)
      if (!keys.has(key)) problems.push(`${name} ${key}: missing, ${firstName} has it`)
    for (const key of keys)
      if (!firstKeys.has(key)) problems.push(`${firstName} ${key}: missing, ${name} has it`)
    for (const [key, text] of texts) {
      const other = firstTexts.get(key)
      if (other !== undefined && placeholders(other) !== placeholders(text)) {
        problems.push(`${name} ${key}: other {{values}} than ${firstName}`)
      }
    }
  }
  for (const [key, text] of languages.zh ?? []) {
    if (/\p{Script=Han}\s*[,;:?!()]|[,;:?!(]\s*\p{Script=Han}|\p{Script=Han}\.(\s|$)/u.test(text)) {
      problems.push(`zh ${key}: half-width punctuation in “${text}”`)
    }
  }
  for (const [key, text] of languages.en ?? []) {
    if (/\p{Script=Han}/u.test(text) && !/^shell:language\./.test(key))
      problems.push(`en ${key}: Han in “${text}”`)
  }
  return problems
}
