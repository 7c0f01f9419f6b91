import type { Store } from '../../db/store.ts'
import type { Clock, Log } from '../../deps.ts'
import { newId } from '../../lib/id.ts'
import { birth, freshMs, heartbeat, heartbeatMs, reap, reclaimAll, retire } from './life.ts'
import type { Purse } from './purse.ts'
import type { Settler } from './settler.ts'

/** How this node stays known as alive (money.md, rule 5). */
export type Life = {
  ownerId(): string
  /** Whether admission is allowed: not later than two thirds of the time-to-live after the last heartbeat that succeeded was sent. */
  fresh(): boolean
  /** Makes sure of it, with a heartbeat now; false where the database does not answer. */
  ensureFresh(): Promise<boolean>
  /** The node was declared dead: it takes a new owner id and forgets its leases. */
  reborn(): Promise<void>
  /** Lease ids that were asked for and not answered yet: the heartbeat must not close them. */
  readonly asked: Set<string>
  start(newOwner: () => string): Promise<void>
  stop(): Promise<void>
}

/** Builds it; nothing runs before `start`. */
export function createLife(options: {
  store: Store
  clock: Clock
  log: Log
  purse: Purse
  settler: Settler
}): Life {
  const { store, clock, log, purse, settler } = options
  const asked = new Set<string>()
  let owner = ''
  let seq = 0
  let sentMonotonic = Number.NEGATIVE_INFINITY
  let sentWall = Number.NEGATIVE_INFINITY
  let beating: Promise<boolean> | null = null
  let timer: NodeJS.Timeout | null = null

  // The longer of monotonic and wall time: a suspended machine stops the one, a changed clock moves the other.
  const fresh = (): boolean => performance.now() - sentMonotonic < freshMs && Date.now() - sentWall < freshMs

  async function begin(): Promise<void> {
    purse.drop()
    const monotonic = performance.now()
    const wall = Date.now()
    const id = newId('own', clock.now())
    await store.call(birth, { ownerId: id, now: null })
    owner = id
    seq = 0
    sentMonotonic = monotonic
    sentWall = wall
  }

  async function beat(): Promise<boolean> {
    const monotonic = performance.now()
    const wall = Date.now()
    const remembered = [...purse.remembered(), ...asked]
    const next = await store.call(heartbeat, { ownerId: owner, remembered, now: null })
    if (next === null) {
      log.warn({ owner }, 'this node was declared dead; its running calls settle late')
      await begin()
      return true
    }
    // A number that was used before: the database lost commits that it had acknowledged (rule 11).
    if (next <= seq) {
      log.error({ owner, seq, next }, 'the database went back in time; the last minute is written again')
      await begin()
      settler.again()
      return true
    }
    seq = next
    sentMonotonic = monotonic
    sentWall = wall
    return true
  }

  function beatOnce(): Promise<boolean> {
    beating ??= beat()
      .catch((error: unknown) => {
        log.error({ err: error }, 'the heartbeat failed')
        return false
      })
      .finally(() => {
        beating = null
      })
    return beating
  }

  async function tick(): Promise<void> {
    await beatOnce()
    try {
      while ((await store.call(reap, { now: null })) > 0);
    } catch (error) {
      log.warn({ err: error }, 'the dead could not be reaped')
    }
  }

  return {
    ownerId: () => owner,
    fresh,
    async ensureFresh() {
      return fresh() || (await beatOnce())
    },
    reborn: begin,
    asked,
    async start() {
      // On SQLite this process is alone: whoever held something before it is dead.
      if (store.kind === 'sqlite') while ((await store.call(reclaimAll, null)) > 0);
      await begin()
      timer = setInterval(() => void tick(), heartbeatMs)
      timer.unref()
    },
    async stop() {
      if (timer) clearInterval(timer)
      await beating
      if (owner === '') return
      purse.drop()
      await store
        .call(retire, { ownerId: owner })
        .catch((error: unknown) => log.warn({ err: error }, 'leases could not be given back'))
    },
  }
}
