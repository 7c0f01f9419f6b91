import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { groupOf, textGroups } from '../src/locales/groups.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))
const file = (path: string) => ({ path: relative(source, path), text: readFileSync(path, 'utf8') })

/** Areas of texts that a file names. */
const areasIn = (text: string) => [
  ...[...text.matchAll(/useTranslation\('(\w+)'/g)].map((found) => found[1] as string),
  ...[...text.matchAll(/\bt\(\s*['`](\w+):/g)].map((found) => found[1] as string),
]

/** A file with all that it imports, at once or later. */
function withImports(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path) || !existsSync(path)) return found
  found.add(path)
  for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
    /(?:from|import)\s*\(?\s*'(\.[^']+\.tsx?)'/g,
  ))
    withImports(join(dirname(path), name), found)
  return found
}

test('what is shown before the shell says nothing that comes with it', () => {
  const roots = [
    ...globSync(join(source, 'features/entry/pages/*.tsx')),
    ...['root', 'public-layout', 'failures'].map((name) => join(source, `app/${name}.tsx`)),
  ]
  expect(roots.length).toBeGreaterThan(5)
  const shown = new Set(roots.flatMap((root) => [...withImports(root)]))
  const others = [...shown]
    .map(file)
    .flatMap(({ path, text }) => areasIn(text).map((area) => ({ path, area, group: groupOf(area) })))
  expect(others.length).toBeGreaterThan(20)
  // The pages that mails lead to fetch theirs with their route, the second step of signing in with its code.
  expect(others.filter(({ group }) => !['first', 'links', 'proof'].includes(group))).toEqual([])
})

test('what the operator reads is said on the pages of the operator, and by the palette, which loads it', () => {
  const own: readonly string[] = [...textGroups.operator, ...textGroups.dev]
  const said = globSync(join(source, '**/*.{ts,tsx}'))
    .map(file)
    .flatMap(({ path, text }) => areasIn(text).map((area) => ({ path, area })))
    .filter(({ area }) => own.includes(area))
  const elsewhere = said.filter(({ path }) => !/^features\/(operator|dev)\/|^app\/palette\//.test(path))
  expect(said.length).toBeGreaterThan(10)
  expect(elsewhere).toEqual([])
})

test('what the list of mails says is said there, which loads it', () => {
  const own: readonly string[] = textGroups.mail
  const said = globSync(join(source, '**/*.{ts,tsx}'))
    .map(file)
    .flatMap(({ path, text }) => areasIn(text).map((area) => ({ path, area })))
    .filter(({ area }) => own.includes(area))
  expect(said.length).toBeGreaterThan(2)
  expect(said.filter(({ path }) => !/^features\/operator\/(pages|parts)\/mail/.test(path))).toEqual([])
})

test('what the personal centre says is said there, and by the palette, which loads it', () => {
  const own: readonly string[] = textGroups.personal
  const said = globSync(join(source, '**/*.{ts,tsx}'))
    .map(file)
    .flatMap(({ path, text }) => areasIn(text).map((area) => ({ path, area })))
    .filter(({ area }) => own.includes(area))
  const there =
    /^features\/(personal|binding|leaving|tokens|check-up|second-factor|passkeys)\/|^app\/(palette\/|personal-layout|other-settings)/
  expect(said.length).toBeGreaterThan(10)
  expect(said.filter(({ path }) => !there.test(path))).toEqual([])
})

test('what logs of acts say is said on their pages only, whose routes load it', () => {
  const own: readonly string[] = textGroups.logs
  const said = globSync(join(source, '**/*.{ts,tsx}'))
    .map(file)
    .flatMap(({ path, text }) => areasIn(text).map((area) => ({ path, area })))
    .filter(({ area }) => own.includes(area))
  const there =
    /^ui\/event-log|^features\/organizations\/(pages\/audit|parts\/(audit|change|event)-)|^features\/operator\/parts\/audit-|^features\/personal\/\w+\/security-/
  expect(said.length).toBeGreaterThan(10)
  expect(said.filter(({ path }) => !there.test(path))).toEqual([])
})

test('each group holds areas that exist', () => {
  for (const area of Object.values(textGroups).flat())
    expect(existsSync(join(source, `locales/en/${area}.json`)), area).toBe(true)
})
