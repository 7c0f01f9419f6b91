import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

function newest(patterns: string[]): number {
  const files = globSync(patterns, { cwd: root }).map((file) => statSync(join(root, file)))
  return Math.max(0, ...files.filter((stat) => stat.isFile()).map((stat) => stat.mtimeMs))
}

/** Journeys walk what is shipped: builds the console where its sources are newer than what was built. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for it
export default function buildConsole(): void {
  const sources = newest(['console/{src,public}/**/*', 'console/*.{html,ts}', 'contract/*.ts'])
  const built = newest(['console/dist/index.html'])
  if (built > sources) return
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('The console could not be built')
}
