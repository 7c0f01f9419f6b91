import type { Configuration } from 'openid-client'
import type { Clock } from '../../../deps.ts'
import type { RequestContext } from '../../../http/context.ts'
import type { Outgoing } from '../../../http/outgoing.ts'
import type { ProvenIdentity } from './claims.ts'
import { identityFailed } from './errors.ts'
import { githubUrl, proveGithub } from './github.ts'
import { discover, openIdUrl, proveOpenId, type Secrets } from './openid.ts'
import { callbackUrl, openSecret, type Provider } from './providers.ts'

/** How long what an issuer said of itself is taken to hold; its keys are read again as the library finds them wanting. */
const keptMs = 600_000
const mostKept = 200

/** Speaks with providers, and remembers what issuers said of themselves. */
export type Issuers = {
  /** Where to send the browser. @param how `again`: the provider is to ask who it knows already. @throws identityFailed */
  url(ctx: RequestContext, provider: Provider, secrets: Secrets, how: { again: boolean }): Promise<string>
  /** Who came back. @throws identityDenied, identityFailed */
  prove(ctx: RequestContext, provider: Provider, secrets: Secrets, search: string): Promise<ProvenIdentity>
}

export function createIssuers(outgoing: Outgoing, clock: Clock): Issuers {
  const kept = new Map<string, { at: number; configuration: Promise<Configuration> }>()

  /** By the provider as it is configured now: a change is a new entry. */
  function configurationOf(ctx: RequestContext, provider: Provider): Promise<Configuration> {
    const key = `${provider.id}:${provider.updated_at}`
    const now = clock.now()
    const known = kept.get(key)
    if (known && now - known.at < keptMs) return known.configuration
    if (kept.size >= mostKept) kept.clear()
    const configuration = discover(outgoing, provider, openSecret(ctx.secretBox, provider)).catch(
      (error: unknown) => {
        kept.delete(key)
        throw identityFailed(`discovery: ${(error as Error).message}`)
      },
    )
    kept.set(key, { at: now, configuration })
    return configuration
  }

  return {
    async url(ctx, provider, secrets, how) {
      const back = callbackUrl(ctx.config, provider.slug)
      if (provider.kind === 'github') return githubUrl(provider, back, secrets)
      return openIdUrl(await configurationOf(ctx, provider), provider, back, secrets, how)
    },
    async prove(ctx, provider, secrets, search) {
      const redirectUri = callbackUrl(ctx.config, provider.slug)
      const answered = new URL(redirectUri + search)
      if (provider.kind !== 'github')
        return proveOpenId(await configurationOf(ctx, provider), provider, answered, secrets)
      const secret = openSecret(ctx.secretBox, provider)
      return proveGithub(outgoing, provider, secret, { answered, redirectUri, verifier: secrets.verifier })
    },
  }
}
