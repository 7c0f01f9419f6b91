import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type DirectoryLock = { release(): void }

const busy = 5 // SQLITE_BUSY

/**
 * Takes the data directory for this process alone: on SQLite one process reclaims all leases at start, so a second one would corrupt
 * money (money.md, rule 5). The lock is the operating system's, on a file that SQLite keeps open, so a killed process frees it.
 *
 * @throws Error that says who else may hold it, or that the directory cannot be written.
 */
export function lockDirectory(dataDir: string): DirectoryLock {
  const path = join(dataDir, 'lock.db')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(path, { timeout: 0 })
    try {
      database.exec('pragma locking_mode = exclusive')
      database.exec('begin exclusive')
    } catch (error) {
      database.close()
      throw error
    }
    return { release: () => database.close() }
  } catch (error) {
    const { errcode, message } = error as Error & { errcode?: number }
    if (errcode === busy) {
      throw new Error(
        `Another Portico runs on the data directory ${dataDir}. Stop it, or give this one its own with PORTICO_DATA_DIR.`,
      )
    }
    throw new Error(`The data directory ${dataDir} cannot be used: ${message}`)
  }
}
