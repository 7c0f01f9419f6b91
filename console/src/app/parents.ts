import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from '../lib/api.ts'
import { loadTexts } from '../lib/i18n.ts'
import { organizationOfTab } from '../lib/organization-of-tab.ts'
import { organizationsQuery, sessionQuery } from '../lib/session.ts'
import { NotFound, Problem } from './failures.tsx'
import { organizationInPath } from './organization-in-path.ts'
import { Root } from './root.tsx'

const PublicLayout = lazyRouteComponent(() => import('./public-layout.tsx'), 'PublicLayout')
// Everything inside the shell speaks: its texts come beside its code.
const Shell = lazyRouteComponent(async () => {
  const [shell] = await Promise.all([import('./shell.tsx'), loadTexts('rest')])
  return shell
}, 'Shell')

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: Problem,
})

/** Anybody: no session is asked for. */
export const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: PublicLayout,
})

/** Signed in; else to the sign-in page, which comes back here. */
export const guardedRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'guarded',
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queryClient.ensureQueryData(sessionQuery) }
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({
        href: location.href === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(location.href)}`,
      })
    }
  },
})

/** Signed in, without the shell: the first profile. */
export const bareRoute = createRoute({
  getParentRoute: () => guardedRoute,
  id: 'bare',
  component: PublicLayout,
})

/** Signed in with a complete profile, inside the shell. */
export const shellRoute = createRoute({
  getParentRoute: () => guardedRoute,
  id: 'shell',
  component: Shell,
  notFoundComponent: NotFound,
  beforeLoad: ({ context, location }) => {
    if (context.session.account.profileComplete) return
    throw redirect({
      href:
        location.href === '/'
          ? '/complete-profile'
          : `/complete-profile?next=${encodeURIComponent(location.href)}`,
    })
  },
})

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { items } = await context.queryClient.ensureQueryData(organizationsQuery)
    const remembered = organizationOfTab()?.id
    const last = items.find((item) => item.id === remembered)
    throw redirect({
      to: '/orgs/$org',
      params: { org: last?.slug ?? context.session.personalOrganization.slug },
    })
  },
})

/** `/orgs/$org/…`: an organization that I do not belong to does not exist. */
export const organizationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/orgs/$org',
  notFoundComponent: NotFound,
  beforeLoad: async ({ context, params, location }) => ({
    membership: await organizationInPath(context.queryClient, params.org, location.href),
  }),
})

/** `/personal/…`: the personal centre. */
export const personalRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/personal',
  notFoundComponent: NotFound,
  loader: () => loadTexts('personal'),
})

/** `/operator/…`: for the operator only. */
export const operatorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/operator',
  notFoundComponent: NotFound,
  loader: () => loadTexts('operator'),
  beforeLoad: ({ context }) => {
    if (!context.session.account.operator) throw notFound()
  },
})
