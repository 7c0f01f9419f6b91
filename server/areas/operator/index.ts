import type { App } from '../../http/app.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import type { UpstreamRegistry } from '../gateway/index.ts'
import type { PriceBook } from '../money/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { mountAdminAccounts } from './account-routes.ts'
import { mountAdminAudit } from './audit-log.ts'
import type { HealthServices } from './health.ts'
import { mountAdminHealth } from './health-routes.ts'
import { mountAdminInvitations } from './invitations.ts'
import { mountAdminMail } from './mail-routes.ts'
import { mountAdminOrganizations } from './organization-routes.ts'
import type { HealthOf } from './present.ts'
import { mountAdminPriceLists } from './price-import-routes.ts'
import { mountAdminPrices } from './price-routes.ts'
import { mountAdminProviders } from './provider-routes.ts'
import { mountAdminSettings } from './settings-routes.ts'
import { mountUpstreams } from './upstream-routes.ts'

export type { Health, HealthOf } from './present.ts'

export type OperatorServices = Omit<HealthServices, 'health'> & {
  settings: SettingsStore
  book: PriceBook
  upstreams: UpstreamRegistry
  outgoing: Outgoing
  /** How an upstream fares, from who calls it. */
  health: HealthOf
}

/** Everything below `/admin`. */
export function mountOperator(app: App, services: OperatorServices): void {
  mountAdminSettings(app, services)
  mountUpstreams(app, services)
  mountAdminPrices(app, services)
  mountAdminPriceLists(app, services)
  mountAdminOrganizations(app)
  mountAdminAccounts(app, services)
  mountAdminInvitations(app)
  mountAdminHealth(app, services)
  mountAdminMail(app)
  mountAdminAudit(app)
  mountAdminProviders(app, services)
}
