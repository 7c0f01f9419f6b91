import type { Clock, Log } from './deps.ts'

/** Forgets what is over: a name for the log, and what to do. Each is safe to run on several nodes at once, and twice. */
export type Sweep = { name: string; run(): Promise<void> }

/** How a sweep went the last time that it ran here; times are milliseconds since 1970, null before the first. */
export type Swept = { name: string; endedAt: number | null; ms: number | null; ok: boolean | null }

/** The same sweeps, and how each of them went. */
export function watchSweeps(
  sweeps: readonly Sweep[],
  clock: Clock,
): { sweeps: Sweep[]; told: () => readonly Swept[] } {
  const told = new Map<string, Swept>()
  for (const { name } of sweeps) told.set(name, { name, endedAt: null, ms: null, ok: null })
  const watched = sweeps.map(({ name, run }) => ({
    name,
    async run() {
      const began = performance.now()
      let ok = false
      try {
        await run()
        ok = true
      } finally {
        told.set(name, { name, endedAt: clock.now(), ms: Math.round(performance.now() - began), ok })
      }
    },
  }))
  return { sweeps: watched, told: () => [...told.values()] }
}

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
