// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are source code
import { expect, test } from 'vitest'
import { catalogueProblems } from './catalogues.ts'
import { keysUsed, means } from './keys.ts'
import { literalTexts } from './scan.ts'

const texts = (source: string) => literalTexts(source, true).map((literal) => literal.text)

test('literal text between tags is found, signs and code are not', () => {
  expect(texts('const a = <p className="flex">Hello there <b>you</b> {t("x")} · 12 &nbsp;</p>')).toEqual([
    'Hello there',
    'you',
  ])
  expect(
    texts('return (\n <>\n  {/* a comment */}\n  {list.map((x) => <li key="k">Item</li>)}\n </>\n)'),
  ).toEqual(['Item'])
})

test('literal text in attributes and properties that people read is found', () => {
  expect(
    texts('<Field label="Name" type="text" title={on ? "On" : t("off")} kind={a ? "x" : "y"} />'),
  ).toEqual(['Name', 'On'])
  expect(texts("toast({ title: 'Saved', kind: 'done' }); const c = a ? 'x' : 'y'")).toEqual(['Saved'])
  expect(texts('<p>{empty ? "None" : count}</p>')).toEqual(['None'])
  expect(texts('<p>{`Hello ${name}`}</p>')).toEqual(['Hello'])
})

test('types, comparisons, regular expressions and strings of code are no text', () => {
  expect(
    texts('const f = <T,>(a: Array<string>) => a < b; const m = useState<Row>(x > 1 ? /<p>no</ : null)'),
  ).toEqual([])
  expect(
    texts('export function Table<Row>(props: Props<Row>) { return <Grid<Row> {...props} id="a" /> }'),
  ).toEqual([])
  expect(texts('const s = "<p>text</p>" + `<b>${x}</b>` // <i>text</i>')).toEqual([])
})

test('keys are read with their area, templates with stars, other expressions are refused', () => {
  const source =
    "const { t } = useTranslation('keys')\nt('a.b', { x })\nt(`status.${s}`)\nt('ui:cancel')\ntoast({ title: t('c') })\nt(name)"
  expect(keysUsed(source).map((use) => use.key)).toEqual([
    'keys:a.b',
    'keys:status.*',
    'ui:cancel',
    'keys:c',
    null,
  ])
  expect(means('keys:status.*', 'keys:status.active')).toBe(true)
  expect(means('keys:status', 'keys:status.active')).toBe(false)
})

test('catalogues with other keys, empty texts, other values or half-width punctuation are refused', () => {
  const made = (entries: Record<string, string>) => new Map(Object.entries(entries))
  expect(
    catalogueProblems({ en: made({ 'a:x_one': '1', 'a:x_other': 'n' }), zh: made({ 'a:x_other': '个' }) }),
  ).toEqual([])
  expect(catalogueProblems({ en: made({ 'a:x': 'x' }), zh: made({ 'a:y': '是' }) })).toHaveLength(2)
  expect(catalogueProblems({ en: made({ 'a:x': ' ' }), zh: made({ 'a:x': '是' }) })).toEqual([
    'en a:x: empty',
  ])
  expect(catalogueProblems({ en: made({ 'a:x': '{{n}} x' }), zh: made({ 'a:x': '是' }) })).toHaveLength(1)
  expect(catalogueProblems({ en: made({ 'a:x': 'x' }), zh: made({ 'a:x': '是,不' }) })).toHaveLength(1)
})
