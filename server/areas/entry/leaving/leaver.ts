import type { Deps } from '../../../deps.ts'
import { eraseDue } from './eraser.ts'
import { makeExports } from './export/make-export.ts'

/** What of leaving is done behind the answers: erasing, and making archives. */
export type Leaver = {
  start(): void
  /** Ends after what is in hand. */
  stop(): Promise<void>
  /** Does now what is due. */
  work(): Promise<void>
}

const pollMs = 30_000

/** Looks for work twice a minute, and when it is told that there is some. */
export function createLeaver(deps: Deps): Leaver {
  let running: Promise<void> = Promise.resolve()
  let queued = false
  let timer: NodeJS.Timeout | undefined
  function work(): Promise<void> {
    if (queued) return running
    queued = true
    running = running.then(async () => {
      queued = false
      try {
        await eraseDue(deps)
        await makeExports(deps)
      } catch (err) {
        deps.log.error({ err }, 'erasing accounts or making archives failed')
      }
    })
    return running
  }
  return {
    start() {
      timer = setInterval(() => void work(), pollMs).unref()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
    work,
  }
}
