import { type RefObject, useEffect, useRef, useState } from 'react'

/** Code that comes when somebody is about to use it, and stays. */
export type Later<T> = { readonly load: () => Promise<T>; loaded: T | null }

export function later<T>(fetchIt: () => Promise<T>): Later<T> {
  const code: Later<T> = {
    loaded: null,
    async load() {
      code.loaded ??= await fetchIt()
      return code.loaded
    },
  }
  return code
}

/** The handlers of a plain button that stands in. */
export type Stand = {
  onPointerEnter: () => void
  onFocus: () => void
  onClick: () => void
}

/**
 * For a button that opens what its code shows. Until the code is there, `stand` makes a plain button of it that looks the same; a click on
 * that one fetches the code, and is then made again on the real one, which took its place.
 *
 * @returns the code once it is wanted, the handlers of the plain button, the ref of the real one, and whether a click waits for it.
 */
export function useLater<T>(
  code: Later<T>,
  { atOnce = false } = {},
): { parts: T | null; stand: Stand; button: RefObject<HTMLElement | null>; opening: boolean } {
  // What is there when the button appears is used from the start: it never changes under somebody's focus.
  const [parts, setParts] = useState(() => code.loaded)
  const [clicked, setClicked] = useState(false)
  const button = useRef<HTMLElement | null>(null)
  useEffect(() => {
    if (!clicked || parts === null) return
    setClicked(false)
    button.current?.focus({ preventScroll: true })
    button.current?.click()
  }, [clicked, parts])
  useEffect(() => {
    if (atOnce && parts === null)
      void code.load().then(
        (now) => setParts(() => now),
        () => {},
      )
  }, [atOnce, code, parts])
  // What cannot be had now is asked for again with the click.
  const ahead = () => void code.load().catch(() => {})
  return {
    parts,
    button,
    opening: clicked,
    stand: {
      onPointerEnter: ahead,
      onFocus: ahead,
      onClick: () => {
        setClicked(true)
        // With the code at hand the real one opens within the same key or click: what is typed next is typed there.
        if (code.loaded !== null) setParts(() => code.loaded)
        else
          void code.load().then(
            (now) => setParts(() => now),
            () => setClicked(false),
          )
      },
    },
  }
}

/** Refs of a button that two ask for. */
export function bothRefs<T>(
  one: RefObject<T | null>,
  other: ((element: T | null) => void) | undefined,
): (element: T | null) => void {
  return (element) => {
    one.current = element
    other?.(element)
  }
}
