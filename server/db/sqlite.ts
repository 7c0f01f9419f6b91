import { Worker } from 'node:worker_threads'
import { Kysely } from 'kysely'
import { dialectFor } from './dialect.ts'
import { type Connection, type Engine, mutex, type Result } from './engine.ts'
import type { Procedure, ProcedureContext } from './procedure.ts'
import type { DB } from './schema.ts'
import { openSqliteFile } from './sqlite-file.ts'
import type { Answer, Ask } from './sqlite-worker.ts'

type Waiting = { resolve(value: unknown): void; reject(error: Error): void }
type Thread = {
  ask(question: DistributiveOmit<Ask, 'id'>): Promise<unknown>
  close(): Promise<void>
}
type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never

/** A reading connection in a thread of its own. */
function startThread(path: string): Thread {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
    workerData: { path },
  })
  const waiting = new Map<number, Waiting>()
  let last = 0
  let failure: Error | null = null

  function fail(error: Error): void {
    failure = error
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (!one) return
    if ('error' in answer)
      one.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }))
    else one.resolve(answer.value)
  })
  worker.on('error', (error) => fail(error as Error))
  worker.on('exit', () => fail(failure ?? new Error('The database is closed')))

  const ask: Thread['ask'] = (question) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure)
      last += 1
      waiting.set(last, { resolve, reject })
      worker.postMessage({ ...question, id: last } as Ask)
    })
  return {
    ask,
    async close() {
      if (failure) return
      await ask({ close: true })
      await worker.terminate()
    },
  }
}

/** The writing engine, which also runs procedures; everything on it happens one after the other. */
export type SqliteEngine = Engine & {
  call(procedure: Procedure<unknown, unknown>, input: unknown): Promise<unknown>
  /** The same connection, whose commits do not wait for the disk. */
  unsynced: Engine
}

/**
 * Opens the connection that writes, in this thread: a commit carries every call that finished meanwhile, and costs less than the two
 * messages to another thread and back (bench/gateway, ADR 0002). One process at a time: the caller holds the lock of the data
 * directory.
 */
export function openSqliteWriter(path: string): SqliteEngine {
  const file = openSqliteFile(path, { readOnly: false })
  const turn = mutex()
  const unlocks = new WeakMap<Connection, () => void>()
  const query: Connection['query'] = async (sql, parameters) => file.run(sql, parameters)
  async function acquire(): Promise<Connection> {
    const unlock = await turn.lock()
    const connection: Connection = { query }
    unlocks.set(connection, unlock)
    return connection
  }
  function release(connection: Connection): void {
    unlocks.get(connection)?.()
    unlocks.delete(connection)
  }
  const inside: Engine = { kind: 'sqlite', acquire: async () => ({ query }), release() {}, async close() {} }
  const context: ProcedureContext = {
    tx: new Kysely<DB>({ dialect: dialectFor(inside) }),
    kind: 'sqlite',
    run: (sql, parameters) => file.run(sql, parameters),
  }
  return {
    kind: 'sqlite',
    acquire,
    release,
    unsynced: {
      kind: 'sqlite',
      async acquire() {
        const connection = await acquire()
        file.waitForDisk(false)
        return connection
      },
      release(connection) {
        file.waitForDisk(true)
        release(connection)
      },
      async close() {},
    },
    async call(procedure, input) {
      const unlock = await turn.lock()
      try {
        file.run('begin immediate', [])
        try {
          const value = await procedure.body(context, input)
          file.run('commit', [])
          return value
        } catch (error) {
          file.run('rollback', [])
          throw error
        }
      } finally {
        unlock()
      }
    },
    async close() {
      const unlock = await turn.lock()
      file.close()
      unlock()
    },
  }
}

/** Opens a connection for long reads, in a thread of its own, so that a list or a summary never delays a call or a write. */
export function openSqliteReader(path: string): Engine {
  const thread = startThread(path)
  const connection: Connection = {
    query: (sql, parameters) => thread.ask({ sql, parameters }) as Promise<Result>,
  }
  return { kind: 'sqlite', acquire: async () => connection, release() {}, close: () => thread.close() }
}
