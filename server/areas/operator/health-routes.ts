import { adminHealth } from '../../../contract/operator-health.ts'
import type { App } from '../../http/app.ts'
import { route } from '../../http/route.ts'
import { type HealthServices, viewHealth } from './health.ts'

/** How the installation fares, for who runs it. */
export function mountAdminHealth(app: App, services: HealthServices): void {
  route(app, adminHealth.health)((ctx) => viewHealth(ctx, services))
}
