import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { importProblems, importsOf } from '../script/lib/imports.ts'
import { sourceFiles } from '../script/lib/source-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = sourceFiles(root, ['server', 'contract', 'console'])

test('imports go one way, and into an area only by its index', () => {
  expect(files.size).toBeGreaterThan(200)
  expect(importProblems(files)).toEqual([])
})

test('every area is in the table', () => {
  const planted = readdirSync(`${root}/server/areas`).map((area): [string, string] => [
    `server/areas/${area}/planted.ts`,
    "import { record } from '../audit/index.ts'",
  ])
  expect(importProblems(new Map(planted))).toEqual([])
})

describe('a planted import is found', () => {
  test.each([
    ['server/areas/audit/record.ts', '../accounts/index.ts', 'may not call accounts'],
    ['server/areas/accounts/sign-in.ts', '../organizations/index.ts', 'may not call organizations'],
    ['server/areas/keys/create.ts', '../money/index.ts', 'may not call money'],
    ['server/areas/money/settle.ts', '../gateway/index.ts', 'may not call gateway'],
    ['server/areas/entry/sign-up.ts', '../accounts/accounts.ts', 'only the index.ts'],
    ['server/areas/keys/keys.test.ts', '../money/settle.ts', 'only the index.ts'],
    ['server/areas/newcomer/routes.ts', '../keys/index.ts', 'has no line'],
    ['server/process/serve.ts', '../areas/money/check.ts', 'only the index.ts'],
    ['server/http/route.ts', '../areas/keys/index.ts', 'server/http/ may not import'],
    ['server/http/route.ts', '../app.ts', 'server/http/ may not import'],
    ['server/db/store.ts', '../http/errors.ts', 'server/db/ may not import'],
    ['server/lib/id.ts', '../db/store.ts', 'server/lib/ may not import'],
    ['contract/keys.ts', '../server/lib/id.ts', 'contract/ may not import'],
    ['contract/keys.ts', '../console/src/lib/api.ts', 'only the console'],
    ['server/areas/keys/create.ts', '../../testing/index.ts', 'only tests'],
    ['server/app.ts', './main.ts', 'nobody may import'],
    ['console/src/ui/button.tsx', '../features/keys/queries.ts', 'console/src/ui/ may not import'],
    ['console/src/lib/api.ts', '../ui/button.tsx', 'console/src/lib/ may not import'],
    ['console/src/features/keys/pages/keys.tsx', '../../usage/queries.ts', 'may not know usage'],
    ['console/src/features/keys/queries.ts', '../../app/router.tsx', 'console/src/features/ may not import'],
    ['console/src/lib/api.ts', '../../../server/lib/id.ts', 'knows no server'],
  ])('%s → %s', (from, target, why) => {
    expect(importProblems(new Map([[from, `import { x } from '${target}'`]]))).toEqual([
      expect.stringContaining(why),
    ])
  })

  test.each([
    "import type { X } from '../money/index.ts'",
    "export * from '../money/index.ts'",
    "import '../money/index.ts'",
    'const x = await import("../money/index.ts")',
    "import {\n  x,\n  y,\n} from '../money/index.ts'",
    "new URL('../money/index.ts', import.meta.url)",
  ])('however it is written: %s', (line) => {
    expect(importsOf('server/areas/accounts/x.ts', line)).toEqual(['server/areas/money/index.ts'])
  })
})
