import type { AnyRouter } from '@tanstack/react-router'
import type { useFormat } from '../lib/place.tsx'

type Formats = ReturnType<typeof useFormat>

// Safari has no idle moments to tell of.
const onceIdle = (act: () => void): unknown =>
  'requestIdleCallback' in window ? requestIdleCallback(act) : setTimeout(act, 100)

/** Who pays by the byte, or waits long for each, gets only what they ask for. */
function isSparing(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } }
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '')
}

/** The first formatters of a language take as long to make as a page of rows to draw, and nearly every page needs them. */
function makeFormatters({ money, integer, duration, time, event, relative }: Formats): void {
  money('1.5')
  integer(1)
  duration(1500)
  time(new Date())
  event(new Date(0))
  relative(new Date())
}

/**
 * The code of the pages that the sidebar leads to (`to` of their routes), one after the other while nothing else happens: a click then waits
 * for its data only.
 */
export function loadPagesAhead(router: AnyRouter, paths: readonly string[], formats: Formats): void {
  onceIdle(() => makeFormatters(formats))
  if (isSparing()) return
  const rest = [...paths]
  const next = async (): Promise<void> => {
    const route = router.routesByPath[rest.shift() ?? '']
    // What cannot be had now is asked for again with the click.
    if (route) await router.loadRouteChunk(route)?.catch(() => {})
    if (rest.length > 0) onceIdle(() => void next())
  }
  onceIdle(() => void next())
}
