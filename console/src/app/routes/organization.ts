import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { oneOf, search, text } from '../../lib/search.ts'
import { organizationRoute } from '../parents.ts'

/** Home of an organization: where switching lands. */
const index = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ href: `/orgs/${params.org}/keys`, replace: true })
  },
})

const keysRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'keys',
  validateSearch: search({
    q: text,
    status: oneOf('active', 'disabled', 'expired', 'revoked'),
    row: text,
  }),
  component: lazyRouteComponent(() => import('../../features/keys/pages/keys.tsx'), 'KeysPage'),
})

/** `/orgs/$org/…`. */
export const organizationTree = organizationRoute.addChildren([index, keysRoute])
