import { parentPort, workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import { dialectFor } from './dialect.ts'
import type { Connection } from './engine.ts'
import type { Procedure } from './procedure.ts'
import type { DB } from './schema.ts'
import { openSqliteFile } from './sqlite-file.ts'

/** A question to the thread that owns a SQLite connection. */
export type Ask =
  | { id: number; sql: string; parameters: readonly unknown[] }
  | { id: number; module: string; name: string; input: unknown }
  | { id: number; close: true }
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; code: string | null } }

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread')
const { path, readOnly } = workerData as { path: string; readOnly: boolean }
const file = openSqliteFile(path, { readOnly })
const connection: Connection = { query: async (sql, parameters) => file.run(sql, parameters) }
// The main thread lets in one transaction or procedure at a time, so this engine hands out its connection freely.
const db = new Kysely<DB>({
  dialect: dialectFor({ kind: 'sqlite', acquire: async () => connection, release() {}, async close() {} }),
})
const modules = new Map<string, Record<string, unknown>>()

async function procedure(module: string, name: string, input: unknown): Promise<unknown> {
  let loaded = modules.get(module)
  if (!loaded) {
    loaded = (await import(module)) as Record<string, unknown>
    modules.set(module, loaded)
  }
  const found = loaded[name] as Procedure<unknown, unknown>
  file.run('begin immediate', [])
  try {
    const value = await found.body({ tx: db, kind: 'sqlite' }, input)
    file.run('commit', [])
    return value
  } catch (error) {
    file.run('rollback', [])
    throw error
  }
}

async function answer(ask: Ask): Promise<unknown> {
  if ('sql' in ask) return file.run(ask.sql, ask.parameters)
  if ('module' in ask) return procedure(ask.module, ask.name, ask.input)
  file.close()
  return null
}

port.on('message', async (ask: Ask) => {
  try {
    port.postMessage({ id: ask.id, value: await answer(ask) } satisfies Answer)
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number }
    const code = errcode === undefined ? null : `SQLITE_${errcode}`
    port.postMessage({ id: ask.id, error: { message: String(message), code } } satisfies Answer)
  }
  if ('close' in ask) port.close()
})
