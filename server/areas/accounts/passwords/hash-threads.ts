import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

export type HashInput = {
  message: string
  nonce: Uint8Array
  parallelism: number
  tagLength: number
  memory: number
  passes: number
}
export type HashTask = { id: number; input: HashInput }
export type HashAnswer = { id: number } & ({ tag: Uint8Array } | { problem: string })

type Waiting = { resolve: (tag: Buffer) => void; reject: (error: Error) => void }
type Thread = { worker: Worker; waiting: Map<number, Waiting> }

/**
 * How many are computed at once. One processor is left to everybody else: with as many as there are, other routes waited three times as
 * long while many signed in (bench/passwords).
 */
export const hashesAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1))
/** Of this process: started when they are first needed, and no reason for it to stay. */
const threads = new Set<Thread>()
let last = 0

function start(): Thread {
  const worker = new Worker(new URL('./hash-thread.ts', import.meta.url))
  const thread: Thread = { worker, waiting: new Map() }
  const end = (error: Error): void => {
    threads.delete(thread)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }
  worker.on('message', (answer: HashAnswer) => {
    const one = thread.waiting.get(answer.id)
    thread.waiting.delete(answer.id)
    if (thread.waiting.size === 0) worker.unref()
    if ('tag' in answer) one?.resolve(Buffer.from(answer.tag))
    else one?.reject(new Error(answer.problem))
  })
  worker.on('error', end)
  worker.on('exit', () => end(new Error('The thread that hashed passwords has ended')))
  worker.unref()
  threads.add(thread)
  return thread
}

/** argon2id in a thread that steps back for everything else this machine does. @returns the tag. */
export function argon2id(input: HashInput): Promise<Buffer> {
  const idle = [...threads].find(({ waiting }) => waiting.size === 0)
  const leastBusy = [...threads].sort((a, b) => a.waiting.size - b.waiting.size)[0]
  const thread = idle ?? (threads.size < hashesAtOnce || !leastBusy ? start() : leastBusy)
  last += 1
  const id = last
  return new Promise((resolve, reject) => {
    thread.waiting.set(id, { resolve, reject })
    // Whoever waits for a hash is a reason to stay.
    thread.worker.ref()
    thread.worker.postMessage({ id, input } satisfies HashTask)
  })
}
