import { parentPort, workerData } from 'node:worker_threads'
import { openSqliteFile } from './sqlite-file.ts'

/** A question to the thread that reads. */
export type Ask = { id: number; sql: string; parameters: readonly unknown[] } | { id: number; close: true }
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; code: string | null } }

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread')
const { path } = workerData as { path: string }
const file = openSqliteFile(path, { readOnly: true })

// Moving the log into the file copies pages and waits for the disk: here, where nobody's call waits for it.
const checkpointMs = 2000
const timer = setInterval(() => {
  try {
    file.run('pragma wal_checkpoint(passive)', [])
  } catch {
    // A snapshot is open on this very connection, or another process checkpoints: the next second does it.
  }
}, checkpointMs)
timer.unref()

port.on('message', (ask: Ask) => {
  try {
    if ('sql' in ask)
      port.postMessage({ id: ask.id, value: file.run(ask.sql, ask.parameters) } satisfies Answer)
    else {
      clearInterval(timer)
      file.close()
      port.postMessage({ id: ask.id, value: null } satisfies Answer)
      port.close()
    }
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number }
    const code = errcode === undefined ? null : `SQLITE_${errcode}`
    port.postMessage({ id: ask.id, error: { message: String(message), code } } satisfies Answer)
  }
})
