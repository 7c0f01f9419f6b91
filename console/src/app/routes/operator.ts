import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadTexts } from '../../lib/i18n.ts'
import { moment, oneOf, search, text } from '../../lib/search.ts'
import { operatorRoute } from '../parents.ts'

const index = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/operator/upstreams', replace: true })
  },
})

const upstreams = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'upstreams',
  validateSearch: search({ test: text }),
  component: lazyRouteComponent(() => import('../../features/operator/pages/upstreams.tsx'), 'UpstreamsPage'),
})

const newUpstream = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'upstreams/new',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/upstream.tsx'),
    'NewUpstreamPage',
  ),
})

const upstream = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'upstreams/$id',
  component: lazyRouteComponent(() => import('../../features/operator/pages/upstream.tsx'), 'UpstreamPage'),
})

const prices = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'prices',
  validateSearch: search({ q: text, scope: oneOf('served', 'operator', 'all'), row: text }),
  component: lazyRouteComponent(() => import('../../features/operator/pages/prices.tsx'), 'PricesPage'),
})

const priceComparison = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'prices/compare',
  validateSearch: search({ q: text, row: text }),
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/price-comparison.tsx'),
    'PriceComparisonPage',
  ),
})

const priceImport = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'prices/import',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/price-import.tsx'),
    'PriceImportPage',
  ),
})

const credits = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'credits',
  validateSearch: search({ q: text, kind: oneOf('personal', 'shared'), row: text }),
  component: lazyRouteComponent(() => import('../../features/operator/pages/credits.tsx'), 'CreditsPage'),
})

const settings = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'settings',
  component: lazyRouteComponent(() => import('../../features/operator/pages/settings.tsx'), 'SettingsPage'),
})

const security = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'security',
  component: lazyRouteComponent(() => import('../../features/operator/pages/security.tsx'), 'SecurityPage'),
})

const accounts = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'accounts',
  validateSearch: search({
    q: text,
    group: oneOf('enabled', 'disabled', 'operators'),
    joined: oneOf('24h', '7d', '30d', 'custom'),
    from: moment,
    to: moment,
    seen: oneOf('24h', '7d', '30d', 'not30d', 'not90d'),
    row: text,
  }),
  component: lazyRouteComponent(() => import('../../features/operator/pages/accounts.tsx'), 'AccountsPage'),
})

const invitations = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'invitations',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/invitations.tsx'),
    'InvitationsPage',
  ),
})

const mail = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'mail',
  validateSearch: search({ state: oneOf('open', 'failed', 'sent') }),
  loader: () => loadTexts('mail'),
  component: lazyRouteComponent(() => import('../../features/operator/pages/mail.tsx'), 'MailPage'),
})

const identityProviders = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'identity-providers',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/identity-providers.tsx'),
    'IdentityProvidersPage',
  ),
})

const newIdentityProvider = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'identity-providers/new',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/identity-provider.tsx'),
    'NewIdentityProviderPage',
  ),
})

const identityProvider = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'identity-providers/$id',
  component: lazyRouteComponent(
    () => import('../../features/operator/pages/identity-provider.tsx'),
    'IdentityProviderPage',
  ),
})

const health = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'health',
  component: lazyRouteComponent(() => import('../../features/operator/pages/health.tsx'), 'HealthPage'),
})

const audit = createRoute({
  getParentRoute: () => operatorRoute,
  path: 'audit',
  validateSearch: search({
    range: oneOf('1h', '24h', '7d', '30d', 'custom'),
    from: moment,
    to: moment,
    area: text,
    target: text,
    row: text,
  }),
  loader: () => loadTexts('logs'),
  component: lazyRouteComponent(() => import('../../features/operator/pages/audit.tsx'), 'OperatorAuditPage'),
})

/** `/operator/…`. */
export const operatorTree = operatorRoute.addChildren([
  index,
  upstreams,
  newUpstream,
  upstream,
  prices,
  priceComparison,
  priceImport,
  credits,
  settings,
  security,
  accounts,
  invitations,
  mail,
  identityProviders,
  newIdentityProvider,
  identityProvider,
  audit,
  health,
])
