import { createRouter } from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/states.tsx'
import { NotFound, Problem } from './failures.tsx'
import { guardedRoute, homeRoute, rootRoute, shellRoute } from './parents.ts'
import { queryClient } from './query-client.ts'
import { bareTree } from './routes/bare.ts'
import { kitRoute } from './routes/dev.ts'
import { operatorTree } from './routes/operator.ts'
import { organizationTree } from './routes/organization.ts'
import { personalTree } from './routes/personal.ts'
import { publicTree } from './routes/public.ts'

const routeTree = rootRoute.addChildren([
  publicTree,
  kitRoute,
  guardedRoute.addChildren([
    bareTree,
    shellRoute.addChildren([homeRoute, organizationTree, personalTree, operatorTree]),
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Problem,
  defaultPendingMs: 200,
  defaultPendingComponent: () => (
    <Page>
      <Skeleton lines={6} />
    </Page>
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
