import { useSyncExternalStore } from 'react'

const stepMs = 10_000
const step = () => Math.floor(Date.now() / stepMs)
const ticks = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for all of them: they change together. */
function subscribe(tick: () => void) {
  ticks.add(tick)
  timer ??= setInterval(() => {
    for (const each of ticks) each()
  }, stepMs)
  return () => {
    ticks.delete(tick)
    if (ticks.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Draws what tells how long ago something was again every ten seconds: nothing around it has to. */
export const useTicking = () => useSyncExternalStore(subscribe, step)
