import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadTexts } from '../../lib/i18n.ts'
import { flag, moment, oneOf, search, text } from '../../lib/search.ts'
import { personalRoute } from '../parents.ts'

const index = createRoute({
  getParentRoute: () => personalRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: '/personal/profile', replace: true })
  },
})

/** The pages of the personal centre, below their own line of links. */
const center = createRoute({
  getParentRoute: () => personalRoute,
  id: 'center',
  component: lazyRouteComponent(() => import('../personal-layout.tsx'), 'PersonalLayout'),
})

const profileRoute = createRoute({
  getParentRoute: () => center,
  path: 'profile',
  validateSearch: search({ edit: flag }),
  component: lazyRouteComponent(() => import('../../features/personal/pages/profile.tsx'), 'ProfilePage'),
})

const organizationsRoute = createRoute({
  getParentRoute: () => center,
  path: 'organizations',
  component: lazyRouteComponent(
    () => import('../../features/organizations/pages/organizations.tsx'),
    'OrganizationsPage',
  ),
})

const keysRoute = createRoute({
  getParentRoute: () => center,
  path: 'keys',
  // `org` is the organization of the open row.
  validateSearch: search({ q: text, row: text, org: text }),
  component: lazyRouteComponent(() => import('../../features/keys/pages/my-keys.tsx'), 'MyKeysPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => center,
  path: 'account',
  component: lazyRouteComponent(() => import('../../features/personal/pages/account.tsx'), 'AccountPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/sessions',
  component: lazyRouteComponent(() => import('../../features/personal/pages/sessions.tsx'), 'SessionsPage'),
})

const accessTokensRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/access-tokens',
  component: lazyRouteComponent(
    () => import('../../features/tokens/pages/access-tokens.tsx'),
    'AccessTokensPage',
  ),
})

const emailsRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/emails',
  component: lazyRouteComponent(() => import('../../features/personal/pages/emails.tsx'), 'EmailsPage'),
})

const twoFactorRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/two-factor',
  // What refuses a code says so in texts of their own.
  loader: () => loadTexts('proof'),
  component: lazyRouteComponent(
    () => import('../../features/second-factor/pages/two-factor.tsx'),
    'TwoFactorPage',
  ),
})

const passkeysRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/passkeys',
  // What refuses a passkey says so in texts of their own.
  loader: () => loadTexts('proof'),
  component: lazyRouteComponent(() => import('../../features/passkeys/pages/passkeys.tsx'), 'PasskeysPage'),
})

const bindingRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/binding',
  // The way back from a provider leads here: what it says is in texts of their own.
  validateSearch: search({ linked: text, problem: text }),
  loader: () => loadTexts('proof'),
  component: lazyRouteComponent(() => import('../../features/binding/pages/binding.tsx'), 'BindingPage'),
})

const exportRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/export',
  component: lazyRouteComponent(() => import('../../features/leaving/pages/export.tsx'), 'ExportPage'),
})

const deleteAccountRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/delete',
  component: lazyRouteComponent(
    () => import('../../features/leaving/pages/delete-account.tsx'),
    'DeleteAccountPage',
  ),
})

const securityLogRoute = createRoute({
  getParentRoute: () => center,
  path: 'account/security-log',
  validateSearch: search({
    range: oneOf('1h', '24h', '7d', '30d', 'custom'),
    from: moment,
    to: moment,
    group: oneOf('signIn', 'password', 'emails', 'factors', 'keys', 'tokens', 'other'),
    outcome: oneOf('ok', 'refused'),
    row: text,
  }),
  loader: () => loadTexts('logs'),
  component: lazyRouteComponent(
    () => import('../../features/personal/pages/security-log.tsx'),
    'SecurityLogPage',
  ),
})

const checkUpRoute = createRoute({
  getParentRoute: () => center,
  path: 'check-up',
  component: lazyRouteComponent(() => import('../../features/check-up/pages/check-up.tsx'), 'CheckUpPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => center,
  path: 'settings',
  // `org` is the organization whose policy is shown; without it the personal one.
  validateSearch: search({ tab: oneOf('console'), org: text }),
  component: lazyRouteComponent(() => import('../other-settings.tsx'), 'OtherSettingsPage'),
})

/** `/personal/…`: the personal centre. */
export const personalTree = personalRoute.addChildren([
  index,
  center.addChildren([
    profileRoute,
    organizationsRoute,
    keysRoute,
    accountRoute,
    emailsRoute,
    bindingRoute,
    exportRoute,
    deleteAccountRoute,
    sessionsRoute,
    accessTokensRoute,
    passkeysRoute,
    twoFactorRoute,
    securityLogRoute,
    checkUpRoute,
    settingsRoute,
  ]),
])
