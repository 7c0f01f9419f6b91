import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

/** Before the first one, and until it goes when the pointer has left: on its way to the text it may cross what is between. */
const waits = { before: 300, after: 120 }
const gap = 6
const edge = 8

const described = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null

/** Shows the texts of `Tooltip`, one at a time; once, around the console. */
export function Tooltips() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const bubble = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let shown: HTMLElement | null = null
    const show = (next: HTMLElement | null) => {
      clearTimeout(timer)
      shown = next
      setAnchor(next)
    }
    const later = (next: HTMLElement | null, wait: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => show(next), wait)
    }
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      const next = described(event.target)
      // Who points at the text itself reads it.
      if (next === shown || bubble.current?.contains(event.target as Node)) clearTimeout(timer)
      else if (next) later(next, shown ? 0 : waits.before)
      else later(null, shown ? waits.after : 0)
    }
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible'))
        show(described(event.target))
    }
    const hide = () => show(null)
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const listeners = [
      ['pointerover', onPointerOver],
      ['pointerdown', hide],
      ['focusin', onFocus],
      ['focusout', hide],
      ['keydown', onKey],
      ['scroll', hide],
    ] as const
    for (const [name, listener] of listeners)
      document.addEventListener(name, listener as (event: Event) => void, true)
    addEventListener('resize', hide)
    return () => {
      clearTimeout(timer)
      removeEventListener('resize', hide)
      for (const [name, listener] of listeners)
        document.removeEventListener(name, listener as (event: Event) => void, true)
    }
  }, [])
  return anchor && <Bubble anchor={anchor} box={bubble} onGone={() => setAnchor(null)} />
}

type Props = {
  anchor: HTMLElement
  box: React.RefObject<HTMLDivElement | null>
  /** What it described has left the page. */
  onGone: () => void
}

function Bubble({ anchor, box, onGone }: Props) {
  const [text, setText] = useState(anchor.dataset.tooltip)
  const gone = useRef(onGone)
  gone.current = onGone
  useEffect(() => {
    const look = () => (anchor.isConnected ? setText(anchor.dataset.tooltip) : gone.current())
    look()
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['data-tooltip'] })
    return () => observer.disconnect()
  }, [anchor])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another width
  useLayoutEffect(() => {
    const own = box.current
    if (!own) return
    const at = anchor.getBoundingClientRect()
    const { width, height } = own.getBoundingClientRect()
    const above = at.top - gap - height
    const most = document.documentElement.clientWidth - edge - width
    own.style.left = `${Math.max(edge, Math.min(at.left + (at.width - width) / 2, most))}px`
    own.style.top = `${above >= edge ? above : at.bottom + gap}px`
  }, [anchor, text])
  return createPortal(
    <div
      ref={box}
      role="tooltip"
      className="fixed start-0 top-0 z-50 w-max max-w-72 rounded-sm bg-ink px-2 py-1 text-surface text-xs"
    >
      {text}
    </div>,
    document.body,
  )
}
