import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { search, text } from '../../lib/search.ts'
import { publicRoute } from '../parents.ts'

const setupRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/setup',
  validateSearch: search({ token: text }),
  component: lazyRouteComponent(() => import('../../features/entry/pages/setup.tsx'), 'SetupPage'),
})
const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  validateSearch: search({ next: text }),
  component: lazyRouteComponent(() => import('../../features/entry/pages/sign-in.tsx'), 'SignInPage'),
})
const signUpRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-up',
  validateSearch: search({ invitation: text, next: text }),
  component: lazyRouteComponent(() => import('../../features/entry/pages/sign-up.tsx'), 'SignUpPage'),
})

/** `/setup`, `/sign-in`, `/sign-up`. */
export const publicTree = publicRoute.addChildren([setupRoute, signInRoute, signUpRoute])
