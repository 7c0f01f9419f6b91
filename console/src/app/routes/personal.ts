import { createRoute, redirect } from '@tanstack/react-router'
import { personalRoute } from '../parents.ts'

const index = createRoute({
  getParentRoute: () => personalRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/personal/keys', replace: true })
  },
})

/** `/personal/…`: the personal centre. */
export const personalTree = personalRoute.addChildren([index])
