import type { Store } from '../../db/store.ts'
import type { Clock, Log } from '../../deps.ts'
import { newId } from '../../lib/id.ts'
import { close } from './close.ts'
import { type GrantAsk, type GrantRefusal, grant } from './grant.ts'
import type { Life } from './life-cycle.ts'
import type { Hold, Purse } from './purse.ts'

export type GrantOutcome =
  | { state: 'admitted'; hold: Hold }
  | { state: 'refused'; refusal: GrantRefusal; holdNanos: bigint }
  | { state: 'unavailable' }

type Waiter = {
  meters: readonly string[]
  nanos: bigint
  recalled: boolean
  resolve(outcome: GrantOutcome): void
}

/** How long other nodes get to give back what they hold idle before a call is told to come again. */
const recallWaitMs = 300

/**
 * Asks the database for leases, once for all calls that wait for the same meters: the first in line gets its exact need at least, the
 * others what is left.
 */
export function createGrants(options: { store: Store; clock: Clock; log: Log; purse: Purse; life: Life }) {
  const { store, clock, log, purse, life } = options
  const lines = new Map<string, Waiter[]>()

  /** Serves, in order, whoever can be served from what is at hand. */
  function serve(line: Waiter[]): void {
    for (let i = 0; i < line.length; ) {
      const waiter = line[i] as Waiter
      const hold = purse.take(waiter.meters, waiter.nanos, clock.now())
      if (!hold) {
        i += 1
        continue
      }
      line.splice(i, 1)
      waiter.resolve({ state: 'admitted', hold })
    }
  }

  function asksFor(first: Waiter, line: readonly Waiter[]): GrantAsk[] {
    const all = line.reduce((sum, waiter) => sum + waiter.nanos, 0n)
    const now = clock.now()
    return first.meters.flatMap((meterId) => {
      const needNanos = purse.missing(meterId, first.nanos, now)
      if (needNanos === 0n) return []
      return [{ leaseId: newId('lea', now), meterId, needNanos, wantNanos: purse.missing(meterId, all, now) }]
    })
  }

  async function request(asks: GrantAsk[]) {
    for (const ask of asks) life.asked.add(ask.leaseId)
    try {
      const result = await store.call(grant, { ownerId: life.ownerId(), asks, now: null })
      if (result.state === 'granted') purse.add(result.leases)
      return result
    } finally {
      for (const ask of asks) life.asked.delete(ask.leaseId)
    }
  }

  /** Whoever needs more of that meter than was free is refused by the same answer. */
  function refuse(line: Waiter[], refusal: GrantRefusal): void {
    const now = clock.now()
    for (const waiter of line.splice(0)) {
      if (purse.missing(refusal.meterId, waiter.nanos, now) > refusal.freeNanos) {
        waiter.resolve({ state: 'refused', refusal, holdNanos: waiter.nanos })
      } else line.push(waiter)
    }
  }

  /** What is only held idle comes back first: our own at once, that of other nodes when they have heard of it. */
  async function recall(refusal: GrantRefusal): Promise<void> {
    await store.call(close, { leaseIds: purse.takeIdle(Number.POSITIVE_INFINITY) })
    if (store.kind === 'sqlite') return
    await store.publish({ kind: 'meter', id: refusal.meterId })
    await new Promise((resolve) => setTimeout(resolve, recallWaitMs))
  }

  async function next(line: Waiter[], first: Waiter): Promise<void> {
    const ready = await life.ensureFresh()
    const asks = asksFor(first, line)
    // What came back meanwhile may carry it already.
    if (ready && asks.length === 0) return
    const result = ready ? await request(asks).catch(() => null) : null
    if (!result) for (const waiter of line.splice(0)) waiter.resolve({ state: 'unavailable' })
    else if (result.state === 'fenced') await life.reborn()
    else if (result.state === 'refused') {
      const onlyHeld = result.refusal.capNanos - result.refusal.spentNanos >= first.nanos
      if (onlyHeld && !first.recalled) {
        for (const waiter of line) waiter.recalled = true
        await recall(result.refusal)
      } else refuse(line, result.refusal)
    }
  }

  async function work(name: string, line: Waiter[]): Promise<void> {
    while (line.length > 0) {
      serve(line)
      const first = line[0]
      if (!first) break
      try {
        await next(line, first)
      } catch (error) {
        log.error({ err: error }, 'no lease could be taken')
        for (const waiter of line.splice(0)) waiter.resolve({ state: 'unavailable' })
      }
    }
    lines.delete(name)
  }

  return {
    /** A hold of so much on each of the meters. */
    obtain(meters: readonly string[], nanos: bigint): Promise<GrantOutcome> {
      return new Promise((resolve) => {
        const name = meters.join(' ')
        const waiter: Waiter = { meters, nanos, recalled: false, resolve }
        const line = lines.get(name)
        if (line) {
          line.push(waiter)
          return
        }
        const fresh = [waiter]
        lines.set(name, fresh)
        void work(name, fresh)
      })
    },
  }
}
