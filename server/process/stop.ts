import type { Log } from '../deps.ts'

/** What ends with the process, in this order. */
export type Stoppable = {
  /** Takes no new calls, lets those in flight end, then writes everything down. */
  drain(): Promise<void>
  /** Cuts what is still connected, so that `drain` ends. */
  cut(): void
  /** Closes the store and frees the data directory. */
  close(): Promise<void>
}

export type StopOptions = {
  log: Log
  /** How long calls in flight may take to end. */
  patienceSeconds: number
  exit(code: number): void
}

const signals = ['SIGTERM', 'SIGINT'] as const
// After calls were cut, settling what they cost takes a moment, not more.
const writeSeconds = 10

const later = (seconds: number): Promise<'late'> =>
  new Promise((resolve) => setTimeout(() => resolve('late'), seconds * 1000).unref())

/**
 * Stops in an orderly way: once, whoever asks.
 *
 * @returns a function that stops; it ends the process with 0, or with 1 after an error or where something was left unfinished.
 */
export function createStop(parts: Stoppable, { log, patienceSeconds, exit }: StopOptions) {
  let stopping = false

  async function drain(): Promise<boolean> {
    const drained = parts.drain().then(() => 'done' as const)
    if ((await Promise.race([drained, later(patienceSeconds)])) === 'done') return true
    log.warn({ patienceSeconds }, 'calls are still running: cutting them')
    parts.cut()
    return (await Promise.race([drained, later(writeSeconds)])) === 'done'
  }

  return async function stop(reason: string, failed: boolean): Promise<void> {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    try {
      const drained = await drain()
      await Promise.race([parts.close(), later(writeSeconds)])
      if (!drained) log.error({}, 'stopped before everything was written down')
      else log.info({}, 'stopped')
      exit(failed || !drained ? 1 : 0)
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      exit(1)
    }
  }
}

/** Stops at the first signal, ends at once at the second; what nobody caught is logged and stops as well. */
export function stopOnSignals(stop: (reason: string, failed: boolean) => Promise<void>, log: Log): void {
  let asked = false
  for (const signal of signals) {
    process.on(signal, () => {
      if (asked) process.exit(1)
      asked = true
      void stop(signal, false)
    })
  }
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'nobody caught this error')
    void stop('an error', true)
  })
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'nobody caught this rejection')
    void stop('an error', true)
  })
}
