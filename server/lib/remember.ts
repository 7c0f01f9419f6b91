/** What was read from the store and is kept until it is said to have changed. */
export type Remembered<T> = {
  /** As it is now: kept, or read again if it was forgotten. Rejects when it cannot be read. */
  ready(): Promise<T>
  /** Whether `latest` may be used without awaiting `ready`: it was read, and nobody changed it since. */
  fresh(): boolean
  /** As it was last read, for callers that awaited `ready` a moment ago. @throws before the first reading. */
  latest(): T
  /** Somebody changed it: the next `ready` reads. */
  forget(): void
}

/**
 * Keeps the outcome of a reading. One reading serves all who ask meanwhile, but never somebody who asks after a `forget` that came
 * while it ran: it may have seen what was there before the change.
 */
export function remember<T>(read: () => Promise<T>): Remembered<T> {
  let kept: { value: T } | null = null
  let fresh: Promise<T> | null = null
  let settled = false

  function start(): Promise<T> {
    const reading: Promise<T> = read().then((value) => {
      if (fresh !== reading) return ready()
      kept = { value }
      settled = true
      return value
    })
    reading.catch(() => {
      if (fresh === reading) fresh = null
    })
    return reading
  }
  function ready(): Promise<T> {
    fresh ??= start()
    return fresh
  }

  return {
    ready,
    fresh: () => settled,
    latest() {
      if (!kept) throw new Error('Asked before it was read: await ready() first')
      return kept.value
    },
    forget() {
      fresh = null
      settled = false
    },
  }
}
