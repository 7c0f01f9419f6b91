import type { Clock } from '../../deps.ts'

export type HealthState = { state: 'healthy' | 'resting' | 'unknown'; until: number | null }
export type Outcome = 'succeeded' | 'failed' | 'unknown'

/** What calls tell about a model at an upstream: after several failures in a row it rests, then gets a single try. */
export type Health = {
  /** Whether it may be tried now. One whose rest is over is given to one call only until that has ended. */
  available(upstreamId: string, model: string): boolean
  /** How a try ended; every try that `available` allowed says so. `unknown`: it says nothing about the upstream. */
  ended(upstreamId: string, model: string, outcome: Outcome): void
  /** An upstream rests as long as one of its models does. */
  state(upstreamId: string): HealthState
}

type Entry = { failures: number; restUntil: number | null; probing: boolean }

const failuresToRest = 5
const restMs = 10_000

/** Nothing is known of any upstream yet. */
export function createHealth(clock: Clock): Health {
  const upstreams = new Map<string, Map<string, Entry>>()
  return {
    available(upstreamId, model) {
      const entry = upstreams.get(upstreamId)?.get(model)
      if (!entry || entry.restUntil === null) return true
      if (clock.now() < entry.restUntil || entry.probing) return false
      entry.probing = true
      return true
    },
    ended(upstreamId, model, outcome) {
      let models = upstreams.get(upstreamId)
      if (!models) {
        models = new Map()
        upstreams.set(upstreamId, models)
      }
      let entry = models.get(model)
      if (!entry) {
        entry = { failures: 0, restUntil: null, probing: false }
        models.set(model, entry)
      }
      entry.probing = false
      if (outcome === 'unknown') return
      entry.failures = outcome === 'failed' ? entry.failures + 1 : 0
      entry.restUntil = entry.failures >= failuresToRest ? clock.now() + restMs : null
    },
    state(upstreamId) {
      const entries = [...(upstreams.get(upstreamId)?.values() ?? [])]
      if (entries.length === 0) return { state: 'unknown', until: null }
      const until = Math.max(...entries.map((entry) => entry.restUntil ?? 0))
      return clock.now() < until ? { state: 'resting', until } : { state: 'healthy', until: null }
    },
  }
}
