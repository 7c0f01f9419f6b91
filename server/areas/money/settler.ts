import type { Store } from '../../db/store.ts'
import type { Log } from '../../deps.ts'
import { type OpenCall, openCalls } from './interrupted.ts'
import type { Hold } from './purse.ts'
import type { Settlement } from './records.ts'
import { settle } from './settle.ts'

type Waiting = { settlement: Settlement; hold: Hold | null; resolve(): void }
type SettledBatch = readonly { settlement: Settlement; hold: Hold | null }[]

export type Settler = {
  settle(settlement: Settlement, hold: Hold | null): Promise<void>
  opened(ownerId: string, call: OpenCall): void
  queued(): number
  /** Settlements of the last minute again: the database may have lost its last commits (rule 11). Harmless where it did not. */
  again(): void
  drain(): Promise<void>
}

const largestBatch = 128
/** How long a finished call waits for the next one to share its commit, and how often at most: nothing beside what a model takes. */
const waitMs = 2
const mostWaits = 4
const firstPauseMs = 50
const longestPauseMs = 2000
const rememberedMs = 60_000

/**
 * One commit carries every call that finished while the last one was being written (money.md, "Durable"). A batch that fails is settled one
 * by one; what still fails waits and is tried again, for as long as it takes: nothing is dropped, its caller waits.
 */
export function createSettler(options: {
  store: Store
  log: Log
  /** Calls in flight, those that wait here among them. */
  open(): number
  onSettled(batch: SettledBatch): void
}): Settler {
  const { store, log, open, onSettled } = options
  let queue: Waiting[] = []
  let begun: OpenCall[] = []
  let owner = ''
  let running: Promise<void> | null = null
  let full: (() => void) | null = null
  // Only where commits can be lost after they were acknowledged.
  const recent: { at: number; settlements: Settlement[] }[] | null = store.kind === 'postgres' ? [] : null

  function done(batch: readonly Waiting[]): void {
    onSettled(batch)
    for (const one of batch) one.resolve()
    if (!recent) return
    const at = performance.now()
    while (recent[0] && recent[0].at < at - rememberedMs) recent.shift()
    recent.push({ at, settlements: batch.map((one) => one.settlement) })
  }

  async function write(batch: readonly Waiting[]): Promise<Waiting[]> {
    try {
      await store.call(settle, { settlements: batch.map((one) => one.settlement) })
      done(batch)
      return []
    } catch (error) {
      if (batch.length === 1) {
        log.error(
          { requestId: batch[0]?.settlement.record.requestId, err: error },
          'a call could not be written down yet',
        )
        return [...batch]
      }
      log.warn(
        { calls: batch.length, err: error },
        'a batch of calls could not be written down, trying them one by one',
      )
    }
    const left: Waiting[] = []
    for (const one of batch) left.push(...(await write([one])))
    return left
  }

  async function noteBegun(): Promise<void> {
    if (begun.length === 0) return
    const calls = begun
    begun = []
    // Only a trace: losing it loses no money.
    await store
      .call(openCalls, { ownerId: owner, calls })
      .catch((error: unknown) => log.warn({ err: error }, 'streams could not be noted'))
  }

  const enough = (): boolean => queue.length >= open() || queue.length >= largestBatch

  /**
   * Waits for calls in flight to share the commit, as long as one after the other ends; a call that is alone waits for nobody. Looks once
   * more after the timer: what came in while this thread had to wait for its turn is read after the timers.
   */
  async function gather(): Promise<void> {
    let before = 0
    for (let waits = 0; queue.length > before && !enough() && waits < mostWaits; waits += 1) {
      before = queue.length
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => setImmediate(resolve), waitMs)
        full = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    full = null
  }

  async function run(): Promise<void> {
    let pause = firstPauseMs
    while (queue.length > 0 || begun.length > 0) {
      await gather()
      await noteBegun()
      const batch = queue.splice(0, largestBatch)
      if (batch.length === 0) continue
      const failed = await write(batch)
      if (failed.length === 0) {
        pause = firstPauseMs
        continue
      }
      queue = [...failed, ...queue]
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, longestPauseMs)
    }
  }

  function wake(): void {
    if (running) return
    running = run().finally(() => {
      running = null
      if (queue.length > 0 || begun.length > 0) wake()
    })
  }

  return {
    settle(settlement, hold) {
      return new Promise((resolve) => {
        queue.push({ settlement, hold, resolve })
        if (full && enough()) full()
        wake()
      })
    },
    opened(ownerId, call) {
      owner = ownerId
      begun.push(call)
      wake()
    },
    queued: () => queue.length,
    again() {
      for (const { settlements } of recent?.splice(0) ?? []) {
        for (const settlement of settlements) queue.push({ settlement, hold: null, resolve() {} })
      }
      wake()
    },
    async drain() {
      while (running) await running
    },
  }
}
