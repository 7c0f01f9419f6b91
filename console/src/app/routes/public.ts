import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '../../lib/i18n.ts'
import { moment, oneOf, search, text } from '../../lib/search.ts'
import { publicRoute } from '../parents.ts'

const setupRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/setup',
  validateSearch: search({ token: text }),
  loader: () => loadTexts('joining'),
  component: lazyRouteComponent(() => import('../../features/entry/pages/setup.tsx'), 'SetupPage'),
})
const signInRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-in',
  // The way back from a provider leads here: with what went wrong, or to the second step.
  validateSearch: search({ next: text, problem: text, second: text }),
  component: lazyRouteComponent(() => import('../../features/entry/pages/sign-in.tsx'), 'SignInPage'),
})
const signUpRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/sign-up',
  validateSearch: search({ invitation: text, next: text }),
  loader: () => loadTexts('joining'),
  component: lazyRouteComponent(() => import('../../features/entry/pages/sign-up.tsx'), 'SignUpPage'),
})

const confirmedRoute = createRoute({
  getParentRoute: () => publicRoute,
  path: '/confirmed',
  validateSearch: search({ problem: text }),
  loader: () => loadTexts('proof'),
  component: lazyRouteComponent(() => import('../../features/entry/pages/confirmed.tsx'), 'ConfirmedPage'),
})

/** Pages that mails lead to, and the one that asks for such a mail: their texts come with them. */
const linkRoute = createRoute({
  getParentRoute: () => publicRoute,
  id: 'links',
  // Where a mail leads, a new password is often chosen.
  loader: () => Promise.all([loadTexts('links'), loadTexts('joining')]),
})
const forgotPasswordRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../../features/entry/pages/forgot-password.tsx'),
    'ForgotPasswordPage',
  ),
})
const resetPasswordRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/reset-password',
  component: lazyRouteComponent(
    () => import('../../features/entry/pages/reset-password.tsx'),
    'ResetPasswordPage',
  ),
})
const verifyEmailRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/verify-email',
  component: lazyRouteComponent(
    () => import('../../features/entry/pages/verify-email.tsx'),
    'VerifyEmailPage',
  ),
})
const undoEmailRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/undo-email',
  component: lazyRouteComponent(() => import('../../features/entry/pages/undo-email.tsx'), 'UndoEmailPage'),
})
const notMeRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/not-me',
  component: lazyRouteComponent(() => import('../../features/entry/pages/not-me.tsx'), 'NotMePage'),
})

const undoDeletionRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/undo-deletion',
  component: lazyRouteComponent(
    () => import('../../features/leaving/pages/undo-deletion.tsx'),
    'UndoDeletionPage',
  ),
})
const accountDeletedRoute = createRoute({
  getParentRoute: () => linkRoute,
  path: '/account-deleted',
  validateSearch: search({ state: oneOf('gone', 'going', 'waiting'), until: moment }),
  component: lazyRouteComponent(
    () => import('../../features/leaving/pages/account-deleted.tsx'),
    'AccountDeletedPage',
  ),
})

/** `/setup`, `/sign-in`, `/sign-up`, and where mails lead. */
export const publicTree = publicRoute.addChildren([
  setupRoute,
  signInRoute,
  signUpRoute,
  confirmedRoute,
  linkRoute.addChildren([
    forgotPasswordRoute,
    resetPasswordRoute,
    verifyEmailRoute,
    undoEmailRoute,
    notMeRoute,
    undoDeletionRoute,
    accountDeletedRoute,
  ]),
])
