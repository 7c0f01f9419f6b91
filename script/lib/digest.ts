import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Prints one digest of the files and folders that it is given, so that a script can tell whether they changed. */
const hash = createHash('sha256')

function add(path: string): void {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort())
      if (name !== 'dist' && name !== 'node_modules') add(join(path, name))
  } else hash.update(path).update('\0').update(readFileSync(path)).update('\0')
}

for (const path of process.argv.slice(2)) add(path)
console.log(hash.digest('hex'))
