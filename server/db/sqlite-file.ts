import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { narrowRow, type Result, type Row } from './engine.ts'

/** A SQLite file opened in this thread, with its prepared statements kept. */
export type SqliteFile = {
  run(sql: string, parameters: readonly unknown[]): Result
  /** Whether commits wait for the disk from now on; as a file is opened, they do. Never within a transaction. */
  waitForDisk(on: boolean): void
  close(): void
}

const keptStatements = 500

/**
 * Opens a file with the settings that durability rests on: write-ahead log, and `synchronous = FULL`, so that a
 * committed usage record survives a power loss (money.md, "Durable").
 */
export function openSqliteFile(path: string, options: { readOnly: boolean }): SqliteFile {
  const database = new DatabaseSync(path, { timeout: 10_000 })
  // Not opened read-only: such a connection could not move the log into the file.
  if (options.readOnly) database.exec('pragma query_only = on')
  else {
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    // What is deleted is overwritten: a person who is gone is not to be read out of the file (rule 47).
    database.exec('pragma secure_delete = on')
    // The reading thread moves the log into the file every two seconds; this is for the case that it cannot keep up.
    database.exec('pragma wal_autocheckpoint = 20000')
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

  function execute(sql: string, parameters: readonly unknown[]): Result {
    const { statement, reads } = prepare(sql)
    const values = parameters as SQLInputValue[]
    if (!reads) return { rows: [], changes: Number(statement.run(...values).changes) }
    const rows = statement.all(...values) as Row[]
    for (const row of rows) narrowRow(row)
    return { rows, changes: rows.length }
  }

  return {
    run(sql, parameters) {
      try {
        return execute(sql, parameters)
      } catch (error) {
        const { errcode } = error as { errcode?: number }
        throw errcode === undefined ? error : Object.assign(error as Error, { code: `SQLITE_${errcode}` })
      }
    },
    // Not a kept statement: SQLite acts on this one when it is prepared.
    waitForDisk: (on) => database.exec(`pragma synchronous = ${on ? 'full' : 'normal'}`),
    close() {
      statements.clear()
      database.close()
    },
  }
}
