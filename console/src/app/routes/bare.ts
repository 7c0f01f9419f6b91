import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '../../lib/i18n.ts'
import { search, text } from '../../lib/search.ts'
import { bareRoute } from '../parents.ts'

const completeProfileRoute = createRoute({
  getParentRoute: () => bareRoute,
  path: '/complete-profile',
  validateSearch: search({ next: text }),
  loader: () => loadTexts('joining'),
  component: lazyRouteComponent(
    () => import('../../features/entry/pages/complete-profile.tsx'),
    'CompleteProfilePage',
  ),
})

/** A second factor is required and missing: of everything else there is nothing to see before. `org` requires it, or the operator. */
const secondFactorRoute = createRoute({
  getParentRoute: () => bareRoute,
  path: '/second-factor-required',
  validateSearch: search({ next: text, org: text }),
  loader: () => Promise.all([loadTexts('rest'), loadTexts('proof'), loadTexts('links')]),
  component: lazyRouteComponent(
    () => import('../../features/second-factor/pages/required.tsx'),
    'RequiredPage',
  ),
})

/** `/complete-profile`, `/second-factor-required`. */
export const bareTree = bareRoute.addChildren([completeProfileRoute, secondFactorRoute])
