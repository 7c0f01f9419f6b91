import { join } from 'node:path'
import { listen, notify } from './listen.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { openSqliteReader, openSqliteWriter } from './sqlite.ts'
import { joinStore, type Store } from './store.ts'

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
    openSnapshot: () => openSqliteReader(path),
    call: write.call,
    notify: null,
    listen: null,
  })
}
