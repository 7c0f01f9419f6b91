import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatalogue } from './catalogues.ts'

const root = join(import.meta.dirname, '../..')
/** Acts that a person's or an organization's log shows; those of the installation have no page. */
const shown = /'((?:account|key|organization|policy|wallet|call)\.[a-z_]+)'/g

function actsOfServer(): string[] {
  const folder = join(root, 'server/areas')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const acts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(shown)])
    .map((match) => match[1] ?? '')
  return [...new Set(acts)]
}

test('every act that a log shows has its words in the catalogue', () => {
  const known = readCatalogue(join(root, 'console/src/locales/en'))
  const acts = actsOfServer()
  expect(acts.length).toBeGreaterThan(15)
  expect(acts.filter((act) => !known.has(`events:acts.${act}`))).toEqual([])
})
