import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanarySearch } from './canary-search.ts'

/** What one test app leaves behind: the secrets that passed through it, and everything it kept or told. */
export type Left = {
  /** The test file it was made in. */
  test: string
  /** `sqlite` or `postgres`. */
  store: string
  secrets: string[]
  /** What is searched: `table accounts`, `log`, `metrics`, `error replies` and their like → text. */
  kept: Record<string, string>
}

/**
 * Leaves it for the search over the whole run, in the folder that PORTICO_TEST_CANARIES names; `script/test` names one. Tests that are
 * run by hand leave nothing.
 */
export function leaveForTheRun(left: Left): void {
  const folder = process.env.PORTICO_TEST_CANARIES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${left.store}-${randomUUID()}.json`), JSON.stringify(left))
}

/** The test file that called, or what else did. */
export function testFile(): string {
  return /server\/[\w/-]+\.test\.ts/.exec(new Error('where').stack ?? '')?.[0] ?? 'no test file'
}

export type RunReport = {
  apps: number
  secrets: number
  bytes: number
  /** Each names the secret by its beginning, where it stands and which test left it. */
  leaks: string[]
  /** Kinds of things that no test of a store left: a search through nothing finds nothing. */
  missing: string[]
}

const kinds = ['table accounts', 'table usage_records', 'log', 'metrics', 'error replies', 'process log']
const shown = (secret: string): string => `${secret.slice(0, 8)}…`

/** Looks for every secret of a run in everything that any test of it left (issue 2, point 8). */
export function searchRun(folder: string): RunReport {
  const paths = readdirSync(folder).map((name) => join(folder, name))
  const read = (path: string): Left => JSON.parse(readFileSync(path, 'utf8')) as Left
  const origins = new Map<string, string>()
  for (const path of paths) {
    const { secrets, test } = read(path)
    for (const secret of secrets) origins.set(secret, test)
  }
  const search = createCanarySearch(origins.keys())
  const seen = new Set<string>()
  const leaks: string[] = []
  let bytes = 0
  for (const path of paths) {
    const { test, store, kept } = read(path)
    for (const [kind, text] of Object.entries(kept)) {
      bytes += text.length
      if (text.length > 0) seen.add(`${store}: ${kind}`)
      for (const secret of search(text))
        leaks.push(`${kind} of ${test} (${store}) holds ${shown(secret)}, a secret of ${origins.get(secret)}`)
    }
  }
  const wanted = ['sqlite', 'postgres'].flatMap((store) => kinds.map((kind) => `${store}: ${kind}`))
  const missing = wanted.filter((one) => !seen.has(one))
  return { apps: paths.length, secrets: origins.size, bytes, leaks, missing }
}
