export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts'
export { mountPlayground } from './playground.ts'
export {
  createUpstreamRegistry,
  credentialPlace,
  sandboxId,
  sandboxServes,
  sandboxUpstream,
  type UpstreamInfo,
  type UpstreamRegistry,
} from './registry.ts'
export { mountGateway } from './routes.ts'
