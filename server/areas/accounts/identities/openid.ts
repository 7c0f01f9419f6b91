import * as openid from 'openid-client'
import type { Outgoing } from '../../../http/outgoing.ts'
import { type ProvenIdentity, readClaims } from './claims.ts'
import { identityDenied, identityFailed } from './errors.ts'
import { guardedFetch, isInsecure } from './guarded-fetch.ts'
import type { Provider } from './providers.ts'

/** By which ID tokens may be signed (rule 30): asymmetric only, so neither `none` nor a secret that somebody else may know. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
const longestSubject = 255

/** What an attempt holds: each value for itself, and used once. */
export type Secrets = { state: string; verifier: string; nonce: string }
/** Why an issuer is refused. */
export type DiscoveryFault = Error & {
  fault: 'issuer_differs' | 'incomplete' | 'no_algorithm' | 'not_secure'
}

const faulty = (fault: DiscoveryFault['fault'], message: string): DiscoveryFault =>
  Object.assign(new Error(message), { fault })

/** As people write them; only a slash at the end is let pass. */
const sameIssuer = (one: string, other: string): boolean =>
  one.replace(/\/$/, '') === other.replace(/\/$/, '')

/**
 * Reads what an issuer says of itself, and keeps of it what we accept: our own issuer (rule 30), algorithms of our list, endpoints as
 * secure as the issuer.
 *
 * @throws DiscoveryFault, and what the connection throws.
 */
export async function discover(
  outgoing: Outgoing,
  provider: Pick<Provider, 'issuer' | 'client_id'>,
  secret: string | null,
): Promise<openid.Configuration> {
  const insecure = isInsecure(provider.issuer)
  const customFetch = guardedFetch(outgoing, { insecure }) as unknown as openid.CustomFetch
  const found = await openid.discovery(new URL(provider.issuer), provider.client_id, undefined, undefined, {
    [openid.customFetch]: customFetch,
    ...(insecure ? { execute: [openid.allowInsecureRequests] } : {}),
  })
  const { supportsPKCE: _helper, ...said } = found.serverMetadata()
  if (!sameIssuer(said.issuer, provider.issuer))
    throw faulty('issuer_differs', `it calls itself ${said.issuer}`)
  const needed = [said.authorization_endpoint, said.token_endpoint, said.jwks_uri]
  for (const endpoint of [...needed, ...(said.userinfo_endpoint ? [said.userinfo_endpoint] : [])]) {
    if (endpoint === undefined || !URL.canParse(endpoint))
      throw faulty('incomplete', 'an endpoint is missing')
    const { protocol } = new URL(endpoint)
    if (protocol !== 'https:' && !(insecure && protocol === 'http:')) throw faulty('not_secure', endpoint)
  }
  const usable = (said.id_token_signing_alg_values_supported ?? ['RS256']).filter((one) =>
    algorithms.includes(one),
  )
  if (usable.length === 0) throw faulty('no_algorithm', 'no signature of it is accepted')
  const methods = said.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const byPost = methods.includes('client_secret_post') && !methods.includes('client_secret_basic')
  const configuration = new openid.Configuration(
    { ...said, id_token_signing_alg_values_supported: usable },
    provider.client_id,
    undefined,
    secret === null
      ? openid.None()
      : byPost
        ? openid.ClientSecretPost(secret)
        : openid.ClientSecretBasic(secret),
  )
  configuration[openid.customFetch] = customFetch
  configuration.timeout = 10
  if (insecure) openid.allowInsecureRequests(configuration)
  // The library trusts the connection for tokens that it fetches itself; rule 30 wants their signature looked at as well.
  openid.enableNonRepudiationChecks(configuration)
  return configuration
}

/** Where to send the browser. `again` asks the provider to have the person sign in anew (OpenID Connect Core 3.1.2.1). */
export async function openIdUrl(
  configuration: openid.Configuration,
  { scopes }: Provider,
  redirectUri: string,
  { state, verifier, nonce }: Secrets,
  { again }: { again: boolean },
): Promise<string> {
  const url = openid.buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope: scopes, state, nonce, response_type: 'code' },
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(again ? { prompt: 'login', max_age: '0' } : {}),
  })
  return url.href
}

/**
 * Takes the code to the issuer and judges what comes back (rules 29 to 31): `iss` of the response where the issuer announces it, and of
 * the ID token signature, algorithm, issuer, audience, azp, expiry, nonce and subject.
 *
 * @throws identityDenied, identityFailed
 */
export async function proveOpenId(
  configuration: openid.Configuration,
  provider: Provider,
  answered: URL,
  { state, verifier, nonce }: Secrets,
): Promise<ProvenIdentity> {
  const tokens = await openid
    .authorizationCodeGrant(configuration, answered, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    })
    .catch((error: unknown) => {
      if (error instanceof openid.AuthorizationResponseError) throw identityDenied()
      throw identityFailed(said(error))
    })
  const claims = tokens.claims()
  const subject = claims?.sub
  if (typeof subject !== 'string' || subject.trim() === '' || subject.length > longestSubject)
    throw identityFailed('no subject')
  return {
    // Ours, not theirs: they were found to be the same.
    ...{ issuer: provider.issuer, subject },
    // Both by the clock of the issuer.
    askedMsAgo: claims?.auth_time === undefined ? null : (claims.iat - claims.auth_time) * 1000,
    async claims() {
      const hasAll = claims?.email !== undefined || !configuration.serverMetadata().userinfo_endpoint
      const more = hasAll
        ? {}
        : await openid.fetchUserInfo(configuration, tokens.access_token, subject).catch((error: unknown) => {
            throw identityFailed(said(error))
          })
      return readClaims({ ...more, ...claims })
    },
  }
}

/** In the library's words, which name what was wrong and quote no token. */
function said(error: unknown): string {
  const { code, message } = error as Error & { code?: unknown }
  return `${typeof code === 'string' ? `${code}: ` : ''}${message}`
}
