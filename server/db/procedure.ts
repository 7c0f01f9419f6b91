import type { Kysely } from 'kysely'
import type { Result, StoreKind } from './engine.ts'
import type { DB } from './schema.ts'

/** What a procedure works with: a transaction that is already open. */
export type ProcedureContext = {
  readonly tx: Kysely<DB>
  readonly kind: StoreKind
  /** The same transaction without the query builder, for the few statements of the hot path (`placeholders` writes them). */
  readonly run: (sql: string, parameters: readonly unknown[]) => Result | Promise<Result>
}

/**
 * A transaction as one call: on SQLite within one turn of the connection that writes, on PostgreSQL over one connection, again where
 * the database ended it because of another. A procedure answers refusals as values; what it throws rolls everything back.
 */
export type Procedure<I, O> = {
  readonly name: string
  readonly body: (context: ProcedureContext, input: I) => Promise<O>
}

/** Declares a procedure. */
export function procedure<I, O>(name: string, body: Procedure<I, O>['body']): Procedure<I, O> {
  return { name, body }
}
