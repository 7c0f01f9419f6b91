/** Token counts for calls whose provider gave none (wire.md): a tokenizer in a thread of its own, never on the event loop. */
import { Worker } from 'node:worker_threads'

/** `counted` is false when the number is bytes ÷ 3 because the thread was busy, slow or gone, or the text too long. */
export type Estimate = { tokens: number; counted: boolean }

export type Estimator = {
  /** Tokens of a text (o200k_base). Never rejects, and answers within `patienceMilliseconds`. */
  count(text: string): Promise<Estimate>
  /** Ends the thread; what is still waiting gets the fallback. Later counts get it too. */
  close(): Promise<void>
}

export type EstimatorOptions = {
  /** texts waiting at once; beyond that the fallback answers */
  longestQueue?: number
  longestTextBytes?: number
  patienceMilliseconds?: number
}

type Waiting = { text: string; resolve: (estimate: Estimate) => void; timer: NodeJS.Timeout }

/** The same density that holds are made with (money.md). */
export function tokensByBytes(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3)
}

/** The thread starts with the first count: most gateways never need it, and its tables take 50 MB. */
export function createEstimator(options: EstimatorOptions = {}): Estimator {
  const longestQueue = options.longestQueue ?? 64
  const longestTextBytes = options.longestTextBytes ?? 1_000_000
  const patienceMilliseconds = options.patienceMilliseconds ?? 5_000
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let nextId = 0
  let closed = false

  function settle(id: number, tokens: number | null): void {
    const one = waiting.get(id)
    if (one === undefined) return
    waiting.delete(id)
    clearTimeout(one.timer)
    one.resolve(
      tokens === null ? { tokens: tokensByBytes(one.text), counted: false } : { tokens, counted: true },
    )
    // an idle thread must not keep the process alive
    if (waiting.size === 0) worker?.unref()
  }

  /** A thread that died or hangs: everybody gets the fallback, the next count starts another. */
  function drop(gone: Worker): Promise<number> {
    if (worker === gone) {
      worker = null
      for (const id of [...waiting.keys()]) settle(id, null)
    }
    return gone.terminate()
  }

  function start(): Worker {
    const started = new Worker(new URL('./estimate-worker.ts', import.meta.url))
    started.on('message', ({ id, tokens }: { id: number; tokens: number | null }) => settle(id, tokens))
    started.on('error', () => void drop(started))
    started.on('exit', () => void drop(started))
    return started
  }

  return {
    count(text) {
      if (text === '') return Promise.resolve({ tokens: 0, counted: true })
      // a string has at least as many bytes as units, so the long ones need no counting
      const tooLong = text.length > longestTextBytes || Buffer.byteLength(text) > longestTextBytes
      if (closed || tooLong || waiting.size >= longestQueue) {
        return Promise.resolve({ tokens: tokensByBytes(text), counted: false })
      }
      worker ??= start()
      const used = worker
      used.ref()
      const id = nextId++
      return new Promise((resolve) => {
        const timer = setTimeout(() => void drop(used), patienceMilliseconds)
        waiting.set(id, { text, resolve, timer })
        used.postMessage({ id, text })
      })
    },
    async close() {
      closed = true
      if (worker !== null) await drop(worker)
    },
  }
}
