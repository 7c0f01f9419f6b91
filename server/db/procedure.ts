import type { Kysely } from 'kysely'
import type { StoreKind } from './engine.ts'
import type { DB } from './schema.ts'

/** What a procedure works with: a transaction that is already open. */
export type ProcedureContext = { readonly tx: Kysely<DB>; readonly kind: StoreKind }

/**
 * A transaction that runs beside the data: on SQLite in the thread that owns the file, so that one message carries a whole
 * batch and the event loop never waits for the disk; on PostgreSQL over one connection. Input and output are plain data.
 * A procedure answers refusals as values; what it throws rolls everything back.
 */
export type Procedure<I, O> = {
  readonly module: string
  readonly name: string
  readonly body: (context: ProcedureContext, input: I) => Promise<O>
}

/**
 * Declares a procedure.
 *
 * @param module `import.meta.url` of the file that exports it, which must import quickly and act on nothing.
 * @param name the export's name.
 */
export function procedure<I, O>(
  module: string,
  name: string,
  body: Procedure<I, O>['body'],
): Procedure<I, O> {
  return { module, name, body }
}
