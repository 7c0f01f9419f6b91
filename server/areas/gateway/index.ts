export {
  createUpstreamRegistry,
  credentialPlace,
  sandboxId,
  sandboxServes,
  sandboxUpstream,
  type UpstreamInfo,
  type UpstreamRegistry,
} from './registry.ts'
