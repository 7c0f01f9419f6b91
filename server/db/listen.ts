import { sql } from 'kysely'
import pg from 'pg'
import type { Announcement, Db } from './store.ts'

const channel = 'portico'
const kinds: readonly Announcement['kind'][] = [
  'key',
  'organization',
  'account',
  'settings',
  'prices',
  'upstreams',
  'meter',
  'mail',
]
const retryMs = 500

/** Sends an announcement with the transaction that it belongs to: PostgreSQL delivers it at the commit, or never. */
export async function notify(db: Db, announcement: Announcement): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(announcement)})`.execute(db)
}

/** The ear of a node: how to close it, and whether it hears now. */
export type Listener = { stop(): Promise<void>; hears(): boolean }

/**
 * Hears the announcements of every node (our own too, which is harmless). While the connection is away, everything kept in
 * memory is dropped every half second, so that a revoked key is refused within promise 8's bound all the same.
 */
export async function listen(url: string, receive: (announcement: Announcement) => void): Promise<Listener> {
  let stopped = false
  let hearing = false
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null

  function forgetEverything(): void {
    for (const kind of kinds) receive({ kind, id: null })
  }
  function later(): void {
    client?.removeAllListeners()
    client?.on('error', () => {})
    client = null
    hearing = false
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = null
      forgetEverything()
      connect().catch(later)
    }, retryMs)
  }
  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    client = fresh
    fresh.on('error', later)
    fresh.on('end', later)
    fresh.on('notification', (message) => {
      if (message.payload) receive(JSON.parse(message.payload) as Announcement)
    })
    await fresh.connect()
    await fresh.query(`listen ${channel}`)
    hearing = true
    // What was said while nobody listened is unknown.
    forgetEverything()
  }

  await connect()
  return {
    hears: () => hearing,
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      client?.removeAllListeners()
      await client?.end()
    },
  }
}
