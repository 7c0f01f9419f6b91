import type { Deps } from '../../deps.ts'
import type { PriceBook, Teller } from '../money/index.ts'
import type { SettingsStore } from '../settings/index.ts'
import { createConnections } from './connections.ts'
import { createHealth, type HealthState } from './health.ts'
import type { UpstreamRegistry } from './registry.ts'
import type { RelayParts } from './relay.ts'
import type { UpstreamTimeouts } from './upstreams/types.ts'
import { createEstimator } from './wire/estimate.ts'

/** What the gateway keeps in memory. */
export type Gateway = { parts: RelayParts; health(upstreamId: string): HealthState; close(): Promise<void> }

export type GatewayOptions = { timeouts?: UpstreamTimeouts }

/** Builds the gateway of this node. */
export function createGateway(
  deps: Deps,
  services: { settings: SettingsStore; teller: Teller; book: PriceBook; registry: UpstreamRegistry },
  options: GatewayOptions = {},
): Gateway {
  const { clock, log, config, store } = deps
  const connections = createConnections({ allowPrivateNetworks: config.allowPrivateNetworks, ...options })
  const health = createHealth(clock)
  const estimator = createEstimator()
  const parts: RelayParts = { clock, log, ...services, connections, health, estimator }
  const stopHearing = store.onAnnouncement(({ kind }) => {
    if (kind !== 'upstreams' && kind !== 'settings') return
    void services.registry.ready().then(
      () => connections.keep(services.registry.upstreams()),
      (error: unknown) => log.warn({ err: error }, 'upstreams could not be read again'),
    )
  })
  return {
    parts,
    health: (upstreamId) => health.state(upstreamId),
    async close() {
      stopHearing()
      await connections.close()
      await estimator.close()
    },
  }
}
