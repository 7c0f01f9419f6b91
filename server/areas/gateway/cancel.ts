import type { CancelSignal } from './upstreams/types.ts'

/** Ends a call from our side. */
export type Cancel = { signal: CancelSignal; cancel(): void }

/** An AbortController with a single listener at a time, which is all that a call needs. */
export function createCancel(): Cancel {
  let listener: (() => void) | null = null
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener(_type: 'abort', added: () => void) {
      listener = added
    },
    removeEventListener(_type: 'abort', removed: () => void) {
      if (listener === removed) listener = null
    },
  }
  return {
    signal,
    cancel() {
      if (signal.aborted) return
      signal.aborted = true
      const told = listener
      listener = null
      told?.()
    },
  }
}
