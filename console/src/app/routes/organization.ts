import { createRoute, redirect } from '@tanstack/react-router'
import { organizationRoute } from '../parents.ts'

/** Home of an organization: where switching lands. */
const index = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ href: `/orgs/${params.org}/keys`, replace: true })
  },
})

/** `/orgs/$org/…`. */
export const organizationTree = organizationRoute.addChildren([index])
