import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../parents.ts'

/** Every piece of the kit in every state; the accessibility and screenshot tests walk it. */
export const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dev/kit',
  component: lazyRouteComponent(() => import('../../features/dev/pages/kit.tsx'), 'KitPage'),
})
