import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { search, text } from '../../lib/search.ts'
import { bareRoute } from '../parents.ts'

const completeProfileRoute = createRoute({
  getParentRoute: () => bareRoute,
  path: '/complete-profile',
  validateSearch: search({ next: text }),
  component: lazyRouteComponent(
    () => import('../../features/entry/pages/complete-profile.tsx'),
    'CompleteProfilePage',
  ),
})

/** `/complete-profile`. */
export const bareTree = bareRoute.addChildren([completeProfileRoute])
