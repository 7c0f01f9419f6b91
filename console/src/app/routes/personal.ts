import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { search, text } from '../../lib/search.ts'
import { personalRoute } from '../parents.ts'

const index = createRoute({
  getParentRoute: () => personalRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/personal/keys', replace: true })
  },
})

const keysRoute = createRoute({
  getParentRoute: () => personalRoute,
  path: 'keys',
  // `org` is the organization of the open row.
  validateSearch: search({ q: text, row: text, org: text }),
  component: lazyRouteComponent(() => import('../../features/keys/pages/my-keys.tsx'), 'MyKeysPage'),
})

/** `/personal/…`: the personal centre. */
export const personalTree = personalRoute.addChildren([index, keysRoute])
