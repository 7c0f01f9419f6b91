import { argon2Sync } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import type { HashAnswer, HashTask } from './hash-threads.ts'

// Whoever hashes passwords takes what processors others leave: of a flood of sign-ins nobody else shall notice anything (rule 5). Linux
// knows a priority for each thread; elsewhere the few places of the hasher have to do.
try {
  setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), 5)
} catch {
  // not Linux, or a jail without /proc
}

parentPort?.on('message', ({ id, input }: HashTask) => {
  let answer: HashAnswer
  try {
    answer = { id, tag: argon2Sync('argon2id', input) }
  } catch (error) {
    answer = { id, problem: error instanceof Error ? error.message : String(error) }
  }
  parentPort?.postMessage(answer)
})
