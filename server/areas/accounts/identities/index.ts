export { beginAttempt, sweepAttempts, takeAttempt } from './attempts.ts'
export { type Claims, claimHas, labelOf, type ProvenIdentity, usernamesFrom } from './claims.ts'
export { confirmByIdentity, confirmedPage } from './confirm.ts'
export { identityDomainRefused, identityUnknown } from './errors.ts'
export { addIdentity, proveByProvider } from './first-sign-in.ts'
export { createIssuers, type Issuers } from './issuers.ts'
export { type DiscoveryFault, discover } from './openid.ts'
export { bindingPage, linkIdentity } from './own.ts'
export {
  callbackUrl,
  iconOf,
  offeredProvider,
  offers,
  openSecret,
  type Provider,
  secretPlace,
  signUpOf,
} from './providers.ts'
export { mountIdentities } from './routes.ts'
export { enterByIdentity } from './sign-in.ts'
