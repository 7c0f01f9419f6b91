import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configurationPage } from './configuration-page.ts'

test('docs/configuration.md says what the table of settings says', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
  expect(page).toBe(configurationPage())
})
