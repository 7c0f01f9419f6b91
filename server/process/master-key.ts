import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const minimumCharacters = 16

/** Where the key is kept when the environment gives none. */
export function masterKeyPath(dataDir: string): string {
  return join(dataDir, 'master.key')
}

/**
 * The master keys, first the one that encrypts: from `PORTICO_SECRET_KEY`, else 256 random bits that are made once into the data
 * directory, readable by their owner only. It is on the disk before anything is encrypted with it.
 *
 * @throws Error where a key is too short to be one, or the file cannot be read or made.
 */
export function masterKeys(secretKey: string | null, dataDir: string): string[] {
  if (secretKey !== null) return usable(secretKey.split(','), 'PORTICO_SECRET_KEY')
  const path = masterKeyPath(dataDir)
  const kept = readKept(path) ?? make(dataDir, path)
  return usable(kept.split('\n'), path)
}

function usable(list: readonly string[], source: string): string[] {
  const keys = list.map((key) => key.trim()).filter((key) => key !== '')
  if (keys.length === 0 || keys.some((key) => key.length < minimumCharacters))
    throw new Error(
      `${source} must hold keys of at least ${minimumCharacters} characters; make one with: openssl rand -base64 32`,
    )
  return keys
}

function readKept(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

function make(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const key = randomBytes(32).toString('base64url')
  // Written whole under another name first: a process killed here leaves no half key behind.
  const draft = `${path}.${process.pid}.new`
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, `${key}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return key
}
