import { useCallback, useEffect, useState } from 'react'
import { lazily } from './lazily.tsx'

export type ToastMessage = {
  title: string
  description?: string
  kind?: 'done' | 'problem'
  /** Undo, or a way to the thing. It stays longer then. */
  action?: { label: string; onClick: () => void }
}

const waiting: ToastMessage[] = []
let show: ((message: ToastMessage) => void) | null = null
let want = () => {}

/** Says what has happened. An error that needs an answer belongs on the page, not here. */
export function toast(message: ToastMessage) {
  if (show) return show(message)
  waiting.push(message)
  want()
}

const ToastRegion = lazily(async () => (await import('./toast-region.tsx')).ToastRegion)

/**
 * Once, in the console. Where messages stand comes after the page, or with the first message: it is there before most of them, so that
 * what reads aloud knows it, and no page waits for it.
 */
export function Toasts() {
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    want = () => setWanted(true)
    const timer = setTimeout(want, waiting.length > 0 ? 0 : 3000)
    return () => clearTimeout(timer)
  }, [])
  const ready = useCallback((now: (message: ToastMessage) => void) => {
    show = now
    for (const message of waiting.splice(0)) now(message)
  }, [])
  return wanted && <ToastRegion onReady={ready} />
}
