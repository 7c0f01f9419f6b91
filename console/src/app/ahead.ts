import type { AnyRouter } from '@tanstack/react-router'

const quietMs = 1500

/**
 * What opens on nearly every page (menus, selects, windows) comes once the first page has been quiet for a moment: no page waits for
 * it, and hardly anybody waits for it later.
 */
export function loadAhead(): void {
  const load = () => {
    // Whoever opens one asks again.
    const codes = [
      import('../ui/menu-parts.tsx'),
      import('../ui/select-parts.tsx'),
      import('../ui/combobox-control.tsx'),
      import('../ui/windows.ts'),
    ]
    // Whoever opens one asks again.
    for (const code of codes) code.catch(() => {})
  }
  const soon = () => setTimeout(load, quietMs)
  if (document.readyState === 'complete') soon()
  else addEventListener('load', soon, { once: true })
}

/** The code of the page that the address names, while the server is asked who is there: not one after the other. */
export function loadPageAhead(router: AnyRouter): void {
  // The root only leads on, for a stranger to the sign-in page.
  if (location.pathname === '/') return
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    const route = router.routesById[routeId]
    if (route) router.loadRouteChunk(route)?.catch(() => {})
  }
}
