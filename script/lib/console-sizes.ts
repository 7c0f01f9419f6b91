import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * What a browser fetches of the built console, as gzip: the entry script with all that it imports, and what each page adds to entry and
 * shell. Fails above the budgets. Reads the manifest of console/dist, or of the folder that is its argument.
 */
const entryKilobytes = 200
const routeKilobytes = 60

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
const texts = Math.max(...named(/^src\/locales\/\w+\.ts$/).map((catalogue) => bytesOf([catalogue])))
// The page of the kit is for developers: it shows everything at once on purpose.
const pages = named(/^src\/features\/(?!dev\/)\w+\/pages\/[\w-]+\.tsx$/)
  .map((page) => {
    const adds = [...together([page])].filter((name) => !shell.has(name))
    return { page, adds, bytes: bytesOf(adds) }
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
console.log(
  `entry ${kilobytes(bytesOf(entry))} kB, with the shell ${kilobytes(bytesOf(shell))} kB, texts ${kilobytes(texts)} kB; ` +
    `the largest of ${pages.length} pages adds ${kilobytes(pages[0]?.bytes ?? 0)} kB (${pages[0]?.page})`,
)
process.exitCode = over > 0 ? 1 : 0
