import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = ['.', 'docs', 'docs/guide', 'docs/adr', 'console'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)

test.each(documents)('every link and picture of %s is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8')
  for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    if (/^(https?:|mailto:)/.test(target)) continue
    expect(existsSync(join(root, dirname(document), target)), `${document} → ${target}`).toBe(true)
  }
})
