import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadTexts } from '../../lib/i18n.ts'
import { rootRoute } from '../parents.ts'

/** Every piece of the kit in every state; the accessibility and screenshot tests walk it. */
export const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/dev/kit',
  loader: () => Promise.all([loadTexts('rest'), loadTexts('logs'), loadTexts('operator'), loadTexts('dev')]),
  component: lazyRouteComponent(() => import('../../features/dev/pages/kit.tsx'), 'KitPage'),
})
