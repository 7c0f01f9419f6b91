import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const skipped = new Set(['node_modules', 'dist', '.git', '.cache', 'test-results', 'data', 'data-demo'])

/** Every source file below the folders, by its path from `root` with `/`. */
export function sourceFiles(root: string, folders: readonly string[]): Map<string, string> {
  const files = new Map<string, string>()
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !skipped.has(entry.name)) walk(path)
      else if (/\.tsx?$/.test(entry.name))
        files.set(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'))
    }
  }
  for (const folder of folders) walk(join(root, folder))
  return files
}
