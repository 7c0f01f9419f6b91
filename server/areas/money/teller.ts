import type { Deps } from '../../deps.ts'
import { newId } from '../../lib/id.ts'
import { close } from './close.ts'
import type { GrantRefusal } from './grant.ts'
import { createGrants, type GrantOutcome } from './grants.ts'
import type { OpenCall } from './interrupted.ts'
import { createLife } from './life-cycle.ts'
import { createPurse, type Hold } from './purse.ts'
import type { CallRecord } from './records.ts'
import { createSettler } from './settler.ts'

export type { Hold } from './purse.ts'

/** Why a call cannot be paid for: no money at all (402), or only held by calls in flight (429). */
export type Refusal = { state: 'refused'; reason: 'exhausted' | 'on_hold'; meter: GrantRefusal }
export type Admission = { state: 'admitted'; hold: Hold } | Refusal | { state: 'unavailable' }

/**
 * The node's own money: sets aside what calls need, in memory, out of leases from the database; writes finished calls down.
 * Money.md is its law.
 */
export type Teller = {
  /** Takes the hold now, in this turn of the event loop, if leases at hand carry it; null says: use `admit`. */
  tryAdmit(meters: readonly string[], holdNanos: bigint): Hold | null
  /** Takes the hold, asking the database for leases as needed. */
  admit(meters: readonly string[], holdNanos: bigint): Promise<Admission>
  /** Sets more aside for a call that nears its hold; false where there is no more. */
  extend(hold: Hold, extraNanos: bigint): Promise<boolean>
  /** Gives back a hold whose call never ran. */
  release(hold: Hold): void
  /**
   * Writes a finished call down and charges it, once. Resolves when that is durable (promise 4).
   *
   * @param hold null for calls that were refused before anything was held.
   */
  settle(record: CallRecord, hold: Hold | null): Promise<void>
  /** Notes a stream that began, so that a killed process leaves a trace of it. Nobody waits for it. */
  opened(call: OpenCall): void
  /** Figures for metrics. */
  figures(): { heldNanos: bigint; leases: number; queued: number }
  start(): Promise<void>
  /** Waits for what is being settled, then gives everything back. */
  stop(): Promise<void>
}

const sweepMs = 1000

/** Opens the teller of this node. */
export function createTeller(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Teller {
  const { store, clock, log } = deps
  const purse = createPurse()
  const settler = createSettler({
    store,
    log,
    open: purse.open,
    onSettled: (settled) => purse.settled(settled),
  })
  const life = createLife({ store, clock, log, purse, settler })
  const grants = createGrants({ store, clock, log, purse, life })
  let timer: NodeJS.Timeout | null = null
  const forget = store.onAnnouncement(({ kind, id }) => {
    if (kind === 'meter') purse.recall(id)
  })

  async function sweep(): Promise<void> {
    const leaseIds = purse.takeIdle(performance.now())
    if (leaseIds.length === 0) return
    await store.call(close, { leaseIds }).catch((error: unknown) => {
      // The heartbeat closes what we no longer remember.
      log.warn({ err: error }, 'leases could not be given back')
    })
  }

  function tryAdmit(meters: readonly string[], holdNanos: bigint): Hold | null {
    if (!life.fresh()) return null
    return purse.take(meters, holdNanos, clock.now())
  }

  function outcome(result: GrantOutcome): Admission {
    if (result.state !== 'refused') return result
    const { capNanos, spentNanos } = result.refusal
    const reason = capNanos - spentNanos < result.holdNanos ? 'exhausted' : 'on_hold'
    return { state: 'refused', reason, meter: result.refusal }
  }

  return {
    tryAdmit,
    async admit(meters, holdNanos) {
      const hold = tryAdmit(meters, holdNanos)
      if (hold) return { state: 'admitted', hold }
      return outcome(await grants.obtain(meters, holdNanos))
    },
    async extend(hold, extraNanos) {
      const result = await grants.obtain(hold.meters, extraNanos)
      if (result.state !== 'admitted') return false
      purse.merge(hold, result.hold)
      return true
    },
    release: (hold) => purse.release(hold),
    settle: (record, hold) =>
      settler.settle(
        {
          record,
          holdNanos: hold?.nanos ?? 0n,
          meters: hold?.meters ?? [],
          parts: hold?.parts.map((part) => part.saved) ?? [],
        },
        hold,
      ),
    opened: (call) => settler.opened(life.ownerId(), call),
    figures: () => ({ ...purse.figures(), queued: settler.queued() }),
    async start() {
      await life.start(() => newId('own', clock.now()))
      timer = setInterval(() => void sweep(), sweepMs)
      timer.unref()
    },
    async stop() {
      if (timer) clearInterval(timer)
      forget()
      await settler.drain()
      await life.stop()
    },
  }
}
