import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { TextGroup } from '../../console/src/locales/groups.ts'

/**
 * What a browser fetches of the built console, as gzip: all script until a page stands there on a first visit (entry, texts of one
 * language, what is around the page, the page), the entry alone, and what each page adds once the first one has been quiet (`ahead.ts`).
 * Fails above the budgets. Reads the manifest of console/dist, or of the folder that is its argument.
 */
const entryKilobytes = 180
const routeKilobytes = 60
/** By the page of a first visit: who has no account yet, who comes back, and the heaviest of all others. */
const firstKilobytes = { signIn: 200, landing: 250, any: 310 }

type Chunk = { file: string; imports?: string[] }

const folder = process.argv[2] ?? new URL('../../console/dist', import.meta.url).pathname
const manifestFile = join(folder, '.vite/manifest.json')
if (!existsSync(manifestFile)) throw new Error(`${manifestFile} is missing: build the console first`)
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>
const sizes = new Map<string, number>()

/** Chunks that come with these: whatever they import, not what they may load later. */
function together(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue
    found.add(name)
    together(manifest[name]?.imports ?? [], found)
  }
  return found
}

function bytesOf(names: Iterable<string>): number {
  let sum = 0
  for (const name of names) {
    const file = manifest[name]?.file ?? ''
    if (!file.endsWith('.js')) continue
    const bytes = sizes.get(file) ?? gzipSync(readFileSync(join(folder, file)), { level: 9 }).length
    sizes.set(file, bytes)
    sum += bytes
  }
  return sum
}

/** A renamed folder must not make this check green. */
function named(pattern: RegExp): string[] {
  const names = Object.keys(manifest).filter((name) => pattern.test(name))
  if (names.length === 0) throw new Error(`${manifestFile} has nothing like ${pattern}`)
  return names
}

/** The largest chunks of these, to see where it went. */
function tellParts(names: Iterable<string>): void {
  const parts = [...names].map((name) => ({ name, bytes: bytesOf([name]) }))
  for (const { name, bytes } of parts.sort((a, b) => b.bytes - a.bytes).slice(0, 8))
    console.log(`  ${kilobytes(bytes).padStart(6)}  ${name}`)
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)
const entry = together(named(/^index\.html$/))
const shell = together([...entry, ...named(/^src\/app\/shell\.tsx$/)])
const ahead = together([
  ...shell,
  ...named(/^src\/ui\/(menu-parts|select-parts)\.tsx$|^src\/ui\/windows\.ts$/),
])
const withoutShell = together([...entry, ...named(/^src\/app\/public-layout\.tsx$/)])

/** The files of texts that come with a page, of the language with more of them. */
function textsFor(groups: readonly TextGroup[]): number {
  const languages = ['en', 'zh'].map((language) => {
    const files = named(new RegExp(`^src/locales/${language}/\\w+\\.texts\\.js$`))
    return bytesOf(
      together(files.filter((name) => groups.some((group) => basename(name) === `${group}.texts.js`))),
    )
  })
  return Math.max(...languages)
}

// The page of the kit is for developers: it shows everything at once on purpose.
const pages = named(/^src\/features\/(?!dev\/)\w+\/pages\/[\w-]+\.tsx$/)
  .map((page) => {
    const adds = [...together([page])].filter((name) => !ahead.has(name))
    const outside = page.startsWith('src/features/entry/')
    const around = outside ? withoutShell : shell
    const first: TextGroup[] = outside ? ['first'] : ['first', 'rest']
    const groups: TextGroup[] = page.startsWith('src/features/operator/') ? [...first, 'operator'] : first
    const visit = new Set([...around, ...together([page])])
    return { page, adds, bytes: bytesOf(adds), visit, first: bytesOf(visit) + textsFor(groups) }
  })
  .sort((a, b) => b.bytes - a.bytes)

let over = 0
if (bytesOf(entry) > entryKilobytes * 1000) {
  over += 1
  console.log(`The entry is ${kilobytes(bytesOf(entry))} kB of script; ${entryKilobytes} are allowed:`)
  tellParts(entry)
}
for (const { page, adds, bytes } of pages) {
  if (bytes <= routeKilobytes * 1000) continue
  over += 1
  console.log(`${page} adds ${kilobytes(bytes)} kB of script; ${routeKilobytes} are allowed:`)
  tellParts(adds)
}
const budgets = {
  'src/features/entry/pages/sign-in.tsx': 'signIn',
  'src/features/overview/pages/overview.tsx': 'landing',
} as const
const visits: Record<keyof typeof firstKilobytes, number> = { signIn: 0, landing: 0, any: 0 }
for (const { page, visit, first } of pages) {
  const name = budgets[page as keyof typeof budgets] ?? 'any'
  visits[name] = Math.max(visits[name], first)
  if (first <= firstKilobytes[name] * 1000) continue
  over += 1
  console.log(
    `A first visit of ${page} loads ${kilobytes(first)} kB of script; ${firstKilobytes[name]} are allowed:`,
  )
  tellParts(visit)
}
for (const [name, bytes] of Object.entries(visits))
  if (bytes === 0) throw new Error(`No page for the budget ${name}`)
console.log(
  `first visit: sign-in ${kilobytes(visits.signIn)} kB, overview ${kilobytes(visits.landing)} kB, any other at most ${kilobytes(visits.any)} kB`,
)
console.log(
  `entry ${kilobytes(bytesOf(entry))} kB, with the shell ${kilobytes(bytesOf(shell))} kB; ` +
    `the largest of ${pages.length} pages adds ${kilobytes(pages[0]?.bytes ?? 0)} kB (${pages[0]?.page})`,
)
process.exitCode = over > 0 ? 1 : 0
