import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = [
  '.',
  'docs',
  'docs/guide',
  'docs/guide/en',
  'docs/guide/zh',
  'docs/adr',
  'console',
  'e2e',
].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)

/** The names by which a document's headings are linked to, as the forges make them. */
function headings(path: string): string[] {
  const text = readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, '')
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
}

test.each(documents)('every link and picture of %s is there', (document) => {
  const text = readFileSync(join(root, document), 'utf8')
  for (const [, target = '', part = ''] of text.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]+))?[^)]*\)/g)) {
    if (/^(https?:|mailto:)/.test(target)) continue
    const path = target === '' ? join(root, document) : join(root, dirname(document), target)
    expect(existsSync(path), `${document} → ${target}`).toBe(true)
    if (part !== '') expect(headings(path), `${document} → ${target}#${part}`).toContain(part)
  }
})
