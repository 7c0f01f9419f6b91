import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { keysQuery } from '../../features/keys/queries.ts'
import { modelsQuery } from '../../features/models/queries.ts'
import { callsQuery, type LogKind } from '../../features/usage/queries.ts'
import { loadTexts } from '../../lib/i18n.ts'
import { flag, moment, oneOf, search, text } from '../../lib/search.ts'
import { askAhead } from '../ask-ahead.ts'
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
  loader: askAhead('keys:readOwn', (org) => queryClient.prefetchInfiniteQuery(keysQuery(org, {}))),
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
/** The newest calls; with filters, the page asks. */
const newestCalls = (kind: LogKind) => (org: string) =>
  queryClient.prefetchInfiniteQuery(callsQuery(org, kind, {}))

const usageRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'usage',
  validateSearch: logSearch,
  loader: askAhead('usage:readOwn', newestCalls('usage')),
  component: lazyRouteComponent(() => import('../../features/usage/pages/usage.tsx'), 'UsagePage'),
})

const errorsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: 'errors',
  validateSearch: logSearch,
  loader: askAhead('usage:readOwn', newestCalls('errors')),
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
  loader: askAhead('prices:check', (org) => queryClient.prefetchQuery(modelsQuery(org))),
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
  loader: () => loadTexts('logs'),
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
