import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { narrowRow, type Result, type Row } from './engine.ts'

/** A SQLite file opened in this thread, with its prepared statements kept. */
export type SqliteFile = { run(sql: string, parameters: readonly unknown[]): Result; close(): void }

const keptStatements = 500

/**
 * Opens a file with the settings that durability rests on: write-ahead log, and `synchronous = FULL`, so that a
 * committed usage record survives a power loss (money.md, "Durable").
 */
export function openSqliteFile(path: string, options: { readOnly: boolean }): SqliteFile {
  const database = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 10_000 })
  if (!options.readOnly) {
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    // A checkpoint copies pages back in the writing thread: small and often rather than rare and long.
    database.exec('pragma wal_autocheckpoint = 1000')
  }
  database.exec('pragma cache_size = -65536')
  database.exec('pragma temp_store = memory')
  const statements = new Map<string, { statement: StatementSync; reads: boolean }>()

  function prepare(sql: string): { statement: StatementSync; reads: boolean } {
    const kept = statements.get(sql)
    if (kept) return kept
    const statement = database.prepare(sql)
    statement.setReadBigInts(true)
    const fresh = { statement, reads: statement.columns().length > 0 }
    if (statements.size >= keptStatements) statements.delete(statements.keys().next().value as string)
    statements.set(sql, fresh)
    return fresh
  }

  return {
    run(sql, parameters) {
      const { statement, reads } = prepare(sql)
      if (!reads)
        return { rows: [], changes: Number(statement.run(...(parameters as SQLInputValue[])).changes) }
      const rows = statement.all(...(parameters as SQLInputValue[])) as Row[]
      for (const row of rows) narrowRow(row)
      return { rows, changes: rows.length }
    },
    close() {
      statements.clear()
      database.close()
    },
  }
}
