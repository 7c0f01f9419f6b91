/** Which database a store runs on. */
export type StoreKind = 'sqlite' | 'postgres'

export type Row = Record<string, unknown>
export type Result = { rows: Row[]; changes: number }

/** One connection; SQLite has a single one that writes. */
export type Connection = { query(sql: string, parameters: readonly unknown[]): Promise<Result> }

/** What a store needs from a database: connections, given out one user at a time. */
export type Engine = {
  readonly kind: StoreKind
  acquire(): Promise<Connection>
  release(connection: Connection): void
  close(): Promise<void>
}

/** 64-bit columns are read as BigInt; only money stays one. A count or a time is a plain number again. */
export function narrowRow(row: Row): Row {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'bigint' && !name.endsWith('_nanos') && !name.endsWith('_picos'))
      row[name] = Number(value)
  }
  return row
}

/**
 * Refuses what the two drivers would read differently or not at all (a Date first is taken for named parameters
 * by node:sqlite and updates nothing; booleans differ).
 */
export function assertPrimitive(parameters: readonly unknown[]): void {
  for (const value of parameters) {
    if (value === null || typeof value === 'string' || typeof value === 'bigint') continue
    if (typeof value === 'number' && Number.isFinite(value)) continue
    if (value instanceof Uint8Array) continue
    throw new TypeError(`A query parameter must be text, a number, bytes or null, not ${typeof value}`)
  }
}

/** Gives one holder at a time its turn, in the order of asking. */
export function mutex(): { lock(): Promise<() => void> } {
  let tail: Promise<void> = Promise.resolve()
  return {
    lock() {
      let unlock = () => {}
      const before = tail
      tail = new Promise<void>((resolve) => {
        unlock = resolve
      })
      return before.then(() => unlock)
    },
  }
}
