import { CompiledQuery, Kysely, type Transaction } from 'kysely'
import { dialectFor } from './dialect.ts'
import type { Engine, Row, StoreKind } from './engine.ts'
import { insideTransaction } from './guard.ts'
import type { Listener } from './listen.ts'
import type { Procedure, ProcedureContext } from './procedure.ts'
import type { DB } from './schema.ts'

/** The store, or a transaction of it: what functions take that only need to query. */
export type Db = Kysely<DB>
export type Tx = Transaction<DB>

/** Something changed that other parts, and other nodes, keep in memory. `id` says which one, or null for all of the kind. */
export type Announcement = {
  kind: 'key' | 'organization' | 'account' | 'settings' | 'prices' | 'upstreams' | 'meter' | 'mail'
  id: string | null
}

export type Store = {
  readonly kind: StoreKind
  /** Writes, and the reads that a request needs at once. */
  readonly db: Db
  /** Reads that may take long (lists, summaries, exports): off the event loop and out of the way of writes. */
  readonly reads: Db
  /**
   * Writes that a power cut may take back, and nothing else: how often something was tried, and what was refused. On SQLite they do not wait for
   * the disk, which would stop the event loop (ADR 0002); the next commit that waits takes them along. On PostgreSQL the same as `db`.
   */
  readonly unsynced: Db
  transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T>
  /** Many reads of one moment. */
  snapshot<T>(act: (tx: Tx) => Promise<T>): Promise<T>
  call<I, O>(procedure: Procedure<I, O>, input: I): Promise<O>
  /** Told to every node when the transaction commits, and never when it does not. */
  announce(tx: Tx, announcement: Announcement): void
  /** Told now, outside of a transaction. */
  publish(announcement: Announcement): Promise<void>
  onAnnouncement(listener: (announcement: Announcement) => void): () => void
  /** Whether this node hears of other nodes' changes now; null where there are no others. */
  hears(): boolean | null
  close(): Promise<void>
}

/** What differs between the two kinds of store, beyond their engines. */
export type StoreParts = {
  write: Engine
  read: Engine
  /** Writes without waiting for the disk; null where nobody but who asked waits for it. */
  unsynced: Engine | null
  /** A connection of its own for a snapshot; closed after it. Null: `read` has many. */
  openSnapshot: (() => Engine) | null
  /** Runs a procedure by the engine itself, where it has one connection that writes. */
  call: ((procedure: Procedure<never, unknown>, input: never) => Promise<unknown>) | null
  /** Sends to other nodes, inside the transaction where there is one; null where there are none. */
  notify: ((db: Db, announcement: Announcement) => Promise<void>) | null
  /** Receives from other nodes. */
  listen: ((receive: (announcement: Announcement) => void) => Promise<Listener>) | null
}

const deadlock = '40P01'
const serialization = '40001'

function contextOf(tx: Db, kind: StoreKind): ProcedureContext {
  return {
    tx,
    kind,
    async run(text, parameters) {
      const { rows, numAffectedRows } = await tx.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))
      return { rows, changes: Number(numAffectedRows ?? 0n) }
    },
  }
}

/** Joins two engines to a store. */
export async function joinStore(parts: StoreParts): Promise<Store> {
  const db = new Kysely<DB>({ dialect: dialectFor(parts.write) })
  const reads = new Kysely<DB>({ dialect: dialectFor(parts.read) })
  const unsynced = parts.unsynced ? new Kysely<DB>({ dialect: dialectFor(parts.unsynced) }) : db
  const listeners = new Set<(announcement: Announcement) => void>()
  const pending = new WeakMap<Tx, Announcement[]>()
  const tell = (announcement: Announcement): void => {
    for (const listener of listeners) listener(announcement)
  }
  const listener = parts.listen ? await parts.listen(tell) : null

  async function transaction<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
    const announced: Announcement[] = []
    const result = await db.transaction().execute((tx) =>
      insideTransaction(async () => {
        pending.set(tx, announced)
        const value = await act(tx)
        if (parts.notify) for (const announcement of announced) await parts.notify(tx, announcement)
        return value
      }),
    )
    for (const announcement of announced) tell(announcement)
    return result
  }

  async function callHere<I, O>(procedure: Procedure<I, O>, input: I): Promise<O> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute((tx) => procedure.body(contextOf(tx, parts.write.kind), input))
      } catch (error) {
        const { code } = error as { code?: string }
        if (attempt >= 5 || (code !== deadlock && code !== serialization)) throw error
      }
    }
  }

  return {
    kind: parts.write.kind,
    db,
    reads,
    unsynced,
    transaction,
    async snapshot(act) {
      const engine = parts.openSnapshot?.() ?? parts.read
      const view = engine === parts.read ? reads : new Kysely<DB>({ dialect: dialectFor(engine) })
      try {
        return await view
          .transaction()
          .setIsolationLevel('repeatable read')
          .execute((tx) => insideTransaction(() => act(tx)))
      } finally {
        if (engine !== parts.read) await engine.close()
      }
    },
    async call(procedure, input) {
      if (parts.call) return (await parts.call(procedure as never, input as never)) as never
      return callHere(procedure, input)
    },
    announce(tx, announcement) {
      const announced = pending.get(tx)
      if (!announced) throw new Error('Announce within store.transaction')
      announced.push(announcement)
    },
    async publish(announcement) {
      if (parts.notify) await parts.notify(db, announcement)
      tell(announcement)
    },
    onAnnouncement(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hears: () => listener?.hears() ?? null,
    async close() {
      await listener?.stop()
      await parts.write.close()
      if (parts.read !== parts.write) await parts.read.close()
    },
  }
}
