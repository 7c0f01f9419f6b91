import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from './catalogues.ts'

const root = join(import.meta.dirname, '../..')
/** The gateway answers programs in their own shape; `invalid_api_key` and its like are for them as well. */
const forPrograms = /_api_key$|^ip_not_allowed$/

function codesOfServer(): string[] {
  const files = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
  const codes = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/areas\/gateway\//.test(file))
    .flatMap((file) => [...readFileSync(join(root, 'server', file), 'utf8').matchAll(declared)])
    .flatMap((match) => match[1] ?? match[2] ?? match[3] ?? [])
  return [...new Set(codes)].filter((code) => !forPrograms.test(code))
}
const declared =
  /appError\(\s*\d{3},\s*'([a-z_]+)'|wrongField\(\s*'\w+',\s*'([a-z_]+)'|badExpiry\(\s*'([a-z_]+)'/g

test('every error code of the console API has a sentence in the catalogue', () => {
  const known = readCatalogue(join(root, 'console/src/locales/en'))
  const codes = codesOfServer()
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !known.has(`errors:${code}`))).toEqual([])
})
