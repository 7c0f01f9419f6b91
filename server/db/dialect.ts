import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  DialectAdapterBase,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { assertPrimitive, type Connection, type Engine } from './engine.ts'
import { assertTransactionUsed } from './guard.ts'

type Held = DatabaseConnection & { raw: Connection }

function hold(raw: Connection): Held {
  return {
    raw,
    async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
      assertPrimitive(compiled.parameters)
      const result = await raw.query(compiled.sql, compiled.parameters)
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.changes) }
    },
    // Lists are read by keyset pages, so nothing streams rows.
    // biome-ignore lint/correctness/useYield: it only refuses
    async *streamQuery() {
      throw new Error('Streaming queries are not used: read by keyset pages')
    },
  }
}

// Kysely would add a mutex of its own around a single connection; the engine has one already, shared with procedures.
class EngineAdapter extends DialectAdapterBase {
  override get supportsReturning(): boolean {
    return true
  }
  override get supportsTransactionalDdl(): boolean {
    return true
  }
  async acquireMigrationLock(): Promise<void> {}
  async releaseMigrationLock(): Promise<void> {}
}

/** A Kysely dialect over either engine: the same queries, the driver's own placeholders. */
export function dialectFor(engine: Engine): Dialect {
  const postgres = engine.kind === 'postgres'
  return {
    createAdapter: () => (postgres ? new PostgresAdapter() : new EngineAdapter()),
    createQueryCompiler: () => (postgres ? new PostgresQueryCompiler() : new SqliteQueryCompiler()),
    createIntrospector: (db) => (postgres ? new PostgresIntrospector(db) : new SqliteIntrospector(db)),
    createDriver: () => ({
      async init() {},
      async acquireConnection() {
        assertTransactionUsed()
        return hold(await engine.acquire())
      },
      async beginTransaction(connection, settings) {
        const snapshot =
          settings.isolationLevel === 'repeatable read' ? ' isolation level repeatable read' : ''
        const begin = postgres ? `begin${snapshot}` : snapshot ? 'begin' : 'begin immediate'
        await (connection as Held).raw.query(begin, [])
      },
      async commitTransaction(connection) {
        await (connection as Held).raw.query('commit', [])
      },
      async rollbackTransaction(connection) {
        await (connection as Held).raw.query('rollback', [])
      },
      async releaseConnection(connection) {
        engine.release((connection as Held).raw)
      },
      async destroy() {},
    }),
  }
}
