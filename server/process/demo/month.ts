import { chance, type Random, randomFrom, whole } from './random.ts'
import { type Work, workOf } from './works.ts'

/** A program with a key, and how it uses it. `hours`: of its day, in UTC. */
export type Caller = { secret: string; callsPerDay: number; work: Work; hours: readonly [number, number] }
export type Month = { start: number; end: number; setClock(at: number): void }

type Planned = { at: number; caller: Caller; seed: number }

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Every call of the time, in order: busier on weekdays, the same for the same start. */
function plan(callers: readonly Caller[], { start, end }: Month, random: Random): Planned[] {
  const calls: Planned[] = []
  for (let day = Math.floor(start / dayMs) * dayMs; day < end; day += dayMs) {
    const weekend = [0, 6].includes(new Date(day).getUTCDay())
    for (const caller of callers) {
      const [from, to] = caller.hours
      const wanted = caller.callsPerDay * (weekend ? 0.35 : 1) * (0.7 + 0.6 * random())
      const count = Math.floor(wanted) + (chance(random, wanted % 1) ? 1 : 0)
      for (let i = 0; i < count; i += 1) {
        const at = day + from * hourMs + whole(random, 0, (to - from) * hourMs)
        if (at > start + hourMs && at < end) calls.push({ at, caller, seed: whole(random, 0, 2 ** 31) })
      }
    }
  }
  return calls.sort((a, b) => a.at - b.at)
}

/**
 * Sends every call through the gateway, at its time, over a real connection. The next one leaves when the answer to the one before
 * begins; streams run on beside.
 *
 * @param base where the gateway listens.
 */
export async function playMonth(base: string, callers: readonly Caller[], month: Month): Promise<void> {
  const running: Promise<unknown>[] = []
  for (const { at, caller, seed } of plan(callers, month, randomFrom(20_261_121))) {
    month.setClock(at)
    const { path, body } = workOf(caller.work, randomFrom(seed))
    const headers = { authorization: `Bearer ${caller.secret}`, 'content-type': 'application/json' }
    const answer = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    running.push(answer.arrayBuffer())
  }
  await Promise.all(running)
}
