export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts'
export { mountPlayground } from './playground.ts'
export { purposeOf } from './purpose.ts'
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
export { createOpenAiUpstream } from './upstreams/openai.ts'
export { createSandboxUpstream } from './upstreams/sandbox.ts'
export { isUpstreamFailure, type Upstream, type UpstreamReply } from './upstreams/types.ts'
export { readErrorReply, replyText } from './wire/reply.ts'
