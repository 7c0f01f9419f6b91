import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { setup, shots } from '../../e2e/guide/pages.ts'
import { languages, textsOf } from '../../e2e/texts.ts'
import { navigation } from '../src/app/navigation.ts'
import { bareTree } from '../src/app/routes/bare.ts'
import { operatorTree } from '../src/app/routes/operator.ts'
import { organizationTree } from '../src/app/routes/organization.ts'
import { personalTree } from '../src/app/routes/personal.ts'
import { publicTree } from '../src/app/routes/public.ts'

type Language = (typeof languages)[number]
type Route = { options: { path?: string; component?: unknown }; children?: unknown }

const guide = fileURLToPath(new URL('../../docs/guide', import.meta.url))
const pictures = [setup, ...shots]

/** Addresses of the pages below a route; layouts and what only leads on are none. */
function pagesBelow(route: Route, above = ''): string[] {
  const { path, component } = route.options
  const address = path ? `${above}/${path.replace(/^\/|\/$/g, '')}` : above
  const children = Object.values(route.children ?? {}) as Route[]
  if (children.length > 0) return children.flatMap((child) => pagesBelow(child, address))
  return component ? [address] : []
}
const trees = [publicTree, bareTree, organizationTree, personalTree, operatorTree] as unknown as Route[]
const pages = trees.flatMap((tree) => pagesBelow(tree))

const filesOf = (language: Language) =>
  readdirSync(`${guide}/${language}`).filter((name) => name.endsWith('.md'))
const textOf = (language: Language, file: string) => readFileSync(`${guide}/${language}/${file}`, 'utf8')
const picturesIn = (text: string) => [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)]
/** What a text says outside of code. */
const proseOf = (text: string) => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')

/** Every text of the console in this language; what is filled in fits anything. */
function textsShown(language: Language): RegExp {
  const folder = fileURLToPath(new URL(`../src/locales/${language}`, import.meta.url))
  const values = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(values)
  const all = readdirSync(folder)
    .filter((file) => file !== 'dev.json' && file.endsWith('.json'))
    .flatMap((file) => values(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))))
  const escaped = all.map((text) =>
    text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/(?:\\\{){2}\w+(?:\\\}){2}/g, '.+'),
  )
  // A text that is only what is filled in says nothing.
  return new RegExp(`^(?:${escaped.filter((text) => /[^.+\s]/.test(text)).join('|')})$`)
}

test('every page of the console has a picture, and every picture a page', () => {
  expect(pages.length).toBeGreaterThan(25)
  const shown = new Set<string>(pictures.map(({ route }) => route))
  expect(pages.filter((page) => !shown.has(page))).toEqual([])
  expect([...shown].filter((route) => !pages.includes(route))).toEqual([])
  expect(navigation.flatMap(({ items }) => items).filter(({ to }) => !shown.has(to))).toEqual([])
  expect(new Set(pictures.map(({ name }) => name)).size).toBe(pictures.length)
})

test.each(languages)(
  'the pictures (%s) are there, and each is named by the guide with a text for who cannot see it',
  (language) => {
    const names = pictures.map(({ name }) => `${name}.png`).sort()
    expect(readdirSync(`${guide}/images/${language}`).sort()).toEqual(names)
    const named = filesOf(language).flatMap((file) => picturesIn(textOf(language, file)))
    expect(
      named.filter(
        ([, alt, target]) => !alt?.trim() || target !== `../images/${language}/${basename(target ?? '')}`,
      ),
    ).toEqual([])
    expect([...new Set(named.map(([, , target]) => basename(target ?? '')))].sort()).toEqual(names)
  },
)

test.each(languages)('every page is spoken of (%s), by the name that it has', (language) => {
  const t = textsOf(language)
  const all = filesOf(language)
    .map((file) => textOf(language, file))
    .join('\n')
  const names = [
    ...pictures.map(({ title }) => title),
    ...navigation.flatMap(({ items }) => items.map(({ id }) => `shell:pages.${id}`)),
  ]
  const silent = names.filter((name) => !all.includes(`**${t(name)}**`) && !all.includes(`# ${t(name)}\n`))
  expect(silent).toEqual([])
})

test.each(languages)('what is bold (%s) is what the console says, letter by letter', (language) => {
  const shown = textsShown(language)
  const wrong = filesOf(language).flatMap((file) =>
    [...proseOf(textOf(language, file)).matchAll(/\*\*(.+?)\*\*(.?)/g)]
      // A sign inside and a letter outside: there Markdown does not end what is bold.
      .filter(
        ([, name = '', next = '']) =>
          !shown.test(name) || (/[\p{P}]$/u.test(name) && /[\p{L}\p{N}]/u.test(next)),
      )
      .map(([text]) => `${file}: ${text}`),
  )
  expect(wrong).toEqual([])
})

test('both languages have the same pages in the same order, with the same parts and pictures', () => {
  const contents = (language: Language) =>
    [...textOf(language, 'README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file)
  expect(contents('zh')).toEqual(contents('en'))
  for (const language of languages)
    expect([...contents(language), 'README.md'].sort()).toEqual(filesOf(language).sort())
  const shape = (language: Language, file: string) => {
    const text = textOf(language, file)
    return {
      file,
      parts: proseOf(text).match(/^#+ /gm),
      pictures: picturesIn(text).map(([, , target]) => basename(target ?? '')),
      links: [...text.matchAll(/[^!]\[[^\]]+\]\(([\w./-]+)/g)]
        .map(([, target]) => target)
        .filter((target) => !target?.includes('README')),
    }
  }
  expect(filesOf('zh').map((file) => shape('zh', file))).toEqual(
    filesOf('en').map((file) => shape('en', file)),
  )
})
