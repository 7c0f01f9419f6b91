import type { Log } from './deps.ts'

/** Forgets what is over: a name for the log, and what to do. Each is safe to run on several nodes at once, and twice. */
export type Sweep = { name: string; run(): Promise<void> }

const firstAfterMs = 60_000
const everyMs = 3_600_000

/**
 * Runs sweeps one after the other, a minute after the start and then every hour. One that fails is logged and tried again the next time;
 * it keeps no other from running.
 *
 * @returns the way to stop, which waits for a sweep that is running.
 */
export function startSweeper(
  sweeps: readonly Sweep[],
  log: Log,
  { firstAfter = firstAfterMs, every = everyMs }: { firstAfter?: number; every?: number } = {},
): () => Promise<void> {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer = setTimeout(round, firstAfter).unref()

  async function runAll(): Promise<void> {
    for (const { name, run } of sweeps) {
      if (stopped) return
      try {
        await run()
      } catch (error) {
        log.error({ sweep: name, err: error }, 'a sweep failed')
      }
    }
  }
  function round(): void {
    running = runAll().then(() => {
      if (!stopped) timer = setTimeout(round, every).unref()
    })
  }

  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
