import type { Connection, Engine } from './engine.ts'
import { start } from './migrations/0001-start.ts'
import { consoleSettings } from './migrations/0002-console.ts'
import { identity } from './migrations/0003-identity.ts'
import { passkeys } from './migrations/0004-passkeys.ts'
import { identities } from './migrations/0005-identities.ts'
import { leaving } from './migrations/0006-leaving.ts'
import { watching } from './migrations/0007-watching.ts'
import { operatorAudit } from './migrations/0008-operator-audit.ts'

/** What differs between the two databases in a table's definition. */
export type ColumnTypes = {
  /** 64 bits on both: SQLite's STRICT tables know no `bigint`, PostgreSQL's `integer` ends at 2.15 USD in nanos. */
  int: string
  bytes: string
  /** What follows the closing bracket of a table. */
  strict: string
}
export type Migration = { name: string; statements: (types: ColumnTypes) => string[] }

const migrations: readonly Migration[] = [
  start,
  consoleSettings,
  identity,
  passkeys,
  identities,
  leaving,
  watching,
  operatorAudit,
]
const columnTypes: Record<Engine['kind'], ColumnTypes> = {
  sqlite: { int: 'integer', bytes: 'blob', strict: ' strict' },
  postgres: { int: 'bigint', bytes: 'bytea', strict: '' },
}

/**
 * Runs what is missing, all or nothing, one process at a time. Our own thirty lines because the stock migrator let two of three
 * processes that start at once fail, and left half a migration behind on SQLite.
 *
 * @throws where the database is newer than this program.
 */
export async function migrate({ write }: { write: Engine }): Promise<void> {
  const connection = await write.acquire()
  try {
    await connection.query(write.kind === 'sqlite' ? 'begin immediate' : 'begin', [])
    try {
      await runMissing(write.kind, connection)
      await connection.query('commit', [])
    } catch (error) {
      await connection.query('rollback', [])
      throw error
    }
  } finally {
    write.release(connection)
  }
}

async function runMissing(kind: Engine['kind'], connection: Connection): Promise<void> {
  const types = columnTypes[kind]
  if (kind === 'postgres') await connection.query('select pg_advisory_xact_lock(7067240)', [])
  await connection.query(
    `create table if not exists migrations (name text primary key, at ${types.int} not null)${types.strict}`,
    [],
  )
  const { rows } = await connection.query('select name from migrations', [])
  const done = new Set(rows.map((row) => String(row.name)))
  for (const name of done) {
    if (!migrations.some((one) => one.name === name)) {
      throw new Error(
        `The database has the migration "${name}", which this version does not know: start a newer version`,
      )
    }
  }
  for (const migration of migrations) {
    if (done.has(migration.name)) continue
    for (const statement of migration.statements(types)) await connection.query(statement, [])
    const place = kind === 'sqlite' ? '?, ?' : '$1, $2'
    await connection.query(`insert into migrations (name, at) values (${place})`, [
      migration.name,
      Date.now(),
    ])
  }
}
