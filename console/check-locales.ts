import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { base, catalogueProblems, readCatalogue } from './checks/catalogues.ts'
import { keysUsed, means } from './checks/keys.ts'
import { literalTexts } from './checks/scan.ts'

/** `node console/check-locales.ts`: fails on whatever would reach a person untranslated. */
const root = fileURLToPath(new URL('.', import.meta.url))
const source = join(root, 'src')
const languages = {
  en: readCatalogue(join(source, 'locales/en')),
  zh: readCatalogue(join(source, 'locales/zh')),
}
const problems = catalogueProblems(languages)
const known = new Set([...languages.en.keys()].map(base))
const used = new Set<string>()

for (const file of [...files(source), join(root, 'index.html')]) {
  const text = readFileSync(file, 'utf8')
  const name = relative(root, file)
  if (/\.(test|probe)\.tsx?$/.test(name)) continue
  const han = /\p{Script=Han}/u.exec(text)
  if (han) problems.push(`${name}:${text.slice(0, han.index).split('\n').length}: Han outside the catalogues`)
  if (!/\.tsx?$/.test(name)) continue
  for (const { line, text: literal, where } of literalTexts(text, name.endsWith('x'))) {
    problems.push(`${name}:${line}: literal text ${where} “${literal}”`)
  }
  for (const use of keysUsed(text)) {
    if (use.key === null)
      problems.push(`${name}:${use.line}: t(${use.text}): write the key as a literal or template`)
    else if (![...known].some((key) => means(use.key as string, key))) {
      problems.push(`${name}:${use.line}: ${use.key} is in no catalogue`)
    } else used.add(use.key)
  }
}
for (const key of known) {
  if (![...used].some((one) => means(one, key))) problems.push(`${key}: used nowhere`)
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return path === join(source, 'locales') ? [] : files(path)
    return /\.(tsx?|css|html)$/.test(entry.name) ? [path] : []
  })
}

for (const problem of problems) console.error(problem)
console.log(`locales: ${known.size} keys, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0
