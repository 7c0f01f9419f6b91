import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { callsQuery, type LogKind } from '../../features/usage/queries.ts'
import { flag, moment, oneOf, search, text } from '../../lib/search.ts'
import { organizationRoute } from '../parents.ts'
import { queryClient } from '../query-client.ts'

/** Home of an organization: where switching lands. */
const index = createRoute({
  getParentRoute: () => organizationRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ href: `/orgs/${params.org}/overview`, replace: true })
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'overview',
  validateSearch: search({
    range: oneOf('24h', '7d', '30d', '90d', '12mo', 'custom'),
    from: moment,
    to: moment,
    interval: oneOf('hour', 'day', 'month'),
    chart: oneOf('spend', 'calls', 'tokens', 'latency'),
    by: oneOf('model', 'key', 'account'),
    model: text,
    key: text,
    account: text,
  }),
  component: lazyRouteComponent(() => import('../../features/overview/pages/overview.tsx'), 'OverviewPage'),
})

const keysRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'keys',
  validateSearch: search({
    q: text,
    status: oneOf('active', 'disabled', 'expired', 'revoked'),
    row: text,
    new: flag,
  }),
  component: lazyRouteComponent(() => import('../../features/keys/pages/keys.tsx'), 'KeysPage'),
})

const logSearch = search({
  range: oneOf('1h', '24h', '7d', '30d', 'custom'),
  from: moment,
  to: moment,
  model: text,
  key: text,
  account: text,
  status: text,
  request: text,
  row: text,
})
type Entering = { cause: string; params: { org: string }; location: { search: object } }

/** The newest calls are asked for while the code of their page still comes. With filters, the page asks. */
const askForCalls =
  (kind: LogKind) =>
  ({ cause, params, location }: Entering): void => {
    if (cause !== 'enter' || Object.keys(location.search).length > 0) return
    void queryClient.prefetchInfiniteQuery(callsQuery(params.org, kind, {}))
  }

const usageRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'usage',
  validateSearch: logSearch,
  loader: askForCalls('usage'),
  component: lazyRouteComponent(() => import('../../features/usage/pages/usage.tsx'), 'UsagePage'),
})

const errorsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'errors',
  validateSearch: logSearch,
  loader: askForCalls('errors'),
  component: lazyRouteComponent(() => import('../../features/usage/pages/errors.tsx'), 'ErrorsPage'),
})

const walletRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'wallet',
  component: lazyRouteComponent(() => import('../../features/wallet/pages/wallet.tsx'), 'WalletPage'),
})

const playgroundRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'playground',
  validateSearch: search({ model: text }),
  component: lazyRouteComponent(
    () => import('../../features/playground/pages/playground.tsx'),
    'PlaygroundPage',
  ),
})

const modelsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'models',
  validateSearch: search({
    q: text,
    state: oneOf('priced', 'free', 'unpriced'),
    purpose: oneOf('chat', 'embeddings', 'images', 'audio', 'video', 'rerank', 'moderation'),
    row: text,
    check: flag,
  }),
  component: lazyRouteComponent(() => import('../../features/models/pages/models.tsx'), 'ModelsPage'),
})

const policyRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'policy',
  component: lazyRouteComponent(() => import('../../features/policy/pages/policy.tsx'), 'PolicyPage'),
})

const membersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'members',
  component: lazyRouteComponent(
    () => import('../../features/organizations/pages/members.tsx'),
    'MembersPage',
  ),
})

const auditRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'audit',
  validateSearch: search({
    range: oneOf('1h', '24h', '7d', '30d', 'custom'),
    from: moment,
    to: moment,
    act: text,
    account: text,
    row: text,
  }),
  component: lazyRouteComponent(() => import('../../features/organizations/pages/audit.tsx'), 'AuditPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'settings',
  component: lazyRouteComponent(
    () => import('../../features/organizations/pages/settings.tsx'),
    'OrganizationSettingsPage',
  ),
})

/** `/orgs/$org/…`. */
export const organizationTree = organizationRoute.addChildren([
  index,
  overviewRoute,
  keysRoute,
  usageRoute,
  errorsRoute,
  walletRoute,
  playgroundRoute,
  modelsRoute,
  membersRoute,
  policyRoute,
  auditRoute,
  settingsRoute,
])
