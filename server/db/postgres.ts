import { createHash } from 'node:crypto'
import pg from 'pg'
import { type Connection, type Engine, narrowRow, type Row } from './engine.ts'

// 64-bit integers and their sums come back exact; `narrowRow` makes counts and times numbers again.
const int8 = 20
const numeric = 1700
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return BigInt
    if (oid === numeric) return (text: string) => (/^-?\d+$/.test(text) ? BigInt(text) : Number(text))
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

const namedStatements = 400

/** A pool whose connections prepare each statement once. */
export function openPostgres(url: string, options: { connections: number }): Engine & { pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    types,
    connectionTimeoutMillis: 10_000,
  })
  // An idle connection that the server ends must not end the process; the next query takes a fresh one.
  pool.on('error', () => {})
  const names = new Map<string, string>()
  const clients = new WeakMap<Connection, pg.PoolClient>()

  function nameOf(sql: string): string | undefined {
    const known = names.get(sql)
    if (known) return known
    if (names.size >= namedStatements) return undefined
    const name = `p${createHash('sha1').update(sql).digest('hex').slice(0, 20)}`
    names.set(sql, name)
    return name
  }

  return {
    kind: 'postgres',
    pool,
    async acquire() {
      const client = await pool.connect()
      const connection: Connection = {
        async query(sql, parameters) {
          const plain = parameters.length === 0
          const result = await client.query(
            plain ? { text: sql } : { text: sql, values: [...parameters], name: nameOf(sql) },
          )
          const rows = (result.rows ?? []) as Row[]
          for (const row of rows) narrowRow(row)
          return { rows, changes: result.rowCount ?? 0 }
        },
      }
      clients.set(connection, client)
      return connection
    },
    release(connection) {
      clients.get(connection)?.release()
      clients.delete(connection)
    },
    close: () => pool.end(),
  }
}
