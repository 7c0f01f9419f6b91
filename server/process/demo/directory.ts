import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const marker = 'demo-world'
// A world is of one version of this program: an older one is thrown away and made anew.
const version = '2'
const making = 'making'

/**
 * Empties the demo's directory unless a finished world of this version is in it. Called under the directory's lock.
 *
 * @throws Error where the directory holds something that no demo made: it is not ours to empty.
 */
export function prepareDirectory(dataDir: string): void {
  const path = join(dataDir, marker)
  const others = readdirSync(dataDir).filter((name) => !name.startsWith('lock.db'))
  if (existsSync(path)) {
    if (readFileSync(path, 'utf8') === version) return
  } else if (others.length > 0) {
    throw new Error(`${dataDir} holds something that no demo made. Move it away, then start the demo again.`)
  }
  for (const name of others) rmSync(join(dataDir, name), { recursive: true })
  writeFileSync(path, making)
}

export function worldIsMade(dataDir: string): boolean {
  return readFileSync(join(dataDir, marker), 'utf8') === version
}

/** Written last, so that a world that was cut short is made again. */
export function worldWasMade(dataDir: string): void {
  writeFileSync(join(dataDir, marker), version)
}
