import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { dialectFor } from './dialect.ts'
import { listen, notify } from './listen.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import type { DB } from './schema.ts'
import { openSqliteReader, openSqliteWriter } from './sqlite.ts'
import { joinStore, type Store, type Tx } from './store.ts'

export type StoreOptions = { databaseUrl: string | null; dataDir: string }

/** The SQLite file's place in the data directory. */
export function sqlitePath(dataDir: string): string {
  return join(dataDir, 'portico.db')
}

/**
 * Opens the store and brings its schema up to date.
 *
 * @param options `databaseUrl` of PostgreSQL, or null for a SQLite file in `dataDir` (the caller holds that directory's lock).
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  if (options.databaseUrl !== null) {
    const url = options.databaseUrl
    const write = openPostgres(url, { connections: 16 })
    await migrate({ write })
    return joinStore({
      write,
      read: write,
      unsynced: null,
      openSnapshot: null,
      call: null,
      notify,
      listen: (receive) => listen(url, receive),
    })
  }
  const path = sqlitePath(options.dataDir)
  const write = openSqliteWriter(path)
  await migrate({ write })
  const read = openSqliteReader(path)
  return joinStore({
    write,
    read,
    unsynced: write.unsynced,
    openSnapshot: () => openSqliteReader(path),
    call: write.call as never,
    notify: null,
    listen: null,
  })
}

/** A store that is only looked at, beside a server that may be running on it. Nothing is locked, migrated or written. */
export type Reader = { snapshot<T>(act: (tx: Tx) => Promise<T>): Promise<T>; close(): Promise<void> }

/**
 * Opens a store for reading only.
 *
 * @throws Error where there is no store yet.
 */
export async function openReader(options: StoreOptions): Promise<Reader> {
  const path = sqlitePath(options.dataDir)
  if (options.databaseUrl === null && !existsSync(path))
    throw new Error(`There is no database in ${options.dataDir} yet: start the server once`)
  const engine =
    options.databaseUrl === null
      ? openSqliteReader(path)
      : openPostgres(options.databaseUrl, { connections: 1 })
  const db = new Kysely<DB>({ dialect: dialectFor(engine) })
  return {
    snapshot: (act) => db.transaction().setIsolationLevel('repeatable read').execute(act),
    close: () => engine.close(),
  }
}
