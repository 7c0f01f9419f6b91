import { useSyncExternalStore } from 'react'

const stepMs = 10_000
const step = () => Math.floor(Date.now() / stepMs)
function subscribe(tick: () => void) {
  const timer = setInterval(tick, stepMs)
  return () => clearInterval(timer)
}

/** Draws what tells how long ago something was again every ten seconds: nothing around it has to. */
export const useTicking = () => useSyncExternalStore(subscribe, step)
