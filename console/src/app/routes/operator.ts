import { createRoute, redirect } from '@tanstack/react-router'
import { operatorRoute } from '../parents.ts'

const index = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/operator/upstreams', replace: true })
  },
})

/** `/operator/…`. */
export const operatorTree = operatorRoute.addChildren([index])
