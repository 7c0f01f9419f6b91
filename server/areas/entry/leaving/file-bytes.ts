import { sql } from 'kysely'
import type { Deps } from '../../../deps.ts'

const mib = 1024 * 1024
/** Built anew while somebody waits: some hundred milliseconds, in which nothing else is written. */
const atOnceBytes = 64 * mib
/** Built anew with the hourly sweeps. Above that it would keep calls waiting for too long. */
const hourlyBytes = 512 * mib

/**
 * What was deleted is overwritten in the file of SQLite (`secure_delete`), but pages that were split before still hold copies of rows, and
 * the log of writes does as well: the file is built anew, then the log is emptied. That it has to be is noted in the file itself.
 *
 * On PostgreSQL what was deleted is the server's own to reuse (`autovacuum`).
 */
export async function forgetBytes(
  { store, log }: Pick<Deps, 'store' | 'log'>,
  when: 'now' | 'hourly',
): Promise<void> {
  if (store.kind !== 'sqlite') return
  const { db } = store
  if (when === 'now') await sql`pragma user_version = 1`.execute(db)
  else if ((await number(store, 'user_version')) === 0) return
  const bytes = (await number(store, 'page_count')) * (await number(store, 'page_size'))
  if (bytes <= (when === 'now' ? atOnceBytes : hourlyBytes)) {
    await sql`vacuum`.execute(db)
    await sql`pragma user_version = 0`.execute(db)
  } else if (when === 'hourly')
    log.warn({ bytes }, 'remains of deleted accounts wait in the file: run VACUUM on it in a quiet hour')
  for (let tries = 0; tries < 10; tries += 1) {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
    if (Number(rows[0]?.busy ?? 0) === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function number(
  { db }: Pick<Deps['store'], 'db'>,
  name: 'user_version' | 'page_count' | 'page_size',
): Promise<number> {
  const { rows } = await sql<Record<string, number>>`pragma ${sql.raw(name)}`.execute(db)
  return Number(rows[0]?.[name] ?? 0)
}
