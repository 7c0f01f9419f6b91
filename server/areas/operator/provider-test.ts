import type { z } from 'zod'
import {
  type adminProviders,
  type ProviderProblem,
  providerProblems,
} from '../../../contract/operator-providers.ts'
import type { RequestContext } from '../../http/context.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import { type DiscoveryFault, discover, openSecret, type Provider } from '../accounts/index.ts'

type Tested = z.input<typeof adminProviders.testProvider.reply>

const failed = (problem: ProviderProblem): Tested => ({ ok: false, problem, found: null })

/** Asks a provider what it offers, judged as when somebody signs in by it. Sends no secret. Never throws. */
export async function testProvider(
  ctx: RequestContext,
  outgoing: Outgoing,
  provider: Provider,
): Promise<Tested> {
  try {
    openSecret(ctx.secretBox, provider)
  } catch {
    return failed('secret_unreadable')
  }
  const check = await outgoing.checkUrl(provider.issuer)
  if (!check.ok) return failed(check.code)
  if (provider.kind === 'github') {
    if (provider.client_secret === null) return failed('secret_missing')
    const at = (path: string): string => new URL(path, provider.issuer).href
    const found = {
      authorizationEndpoint: at('/login/oauth/authorize'),
      tokenEndpoint: at('/login/oauth/access_token'),
      ...{ algorithms: [], namesItself: false, pkce: true },
    }
    return { ok: true, problem: null, found }
  }
  try {
    const said = (await discover(outgoing, provider, null)).serverMetadata()
    return {
      ...{ ok: true, problem: null },
      found: {
        authorizationEndpoint: said.authorization_endpoint ?? '',
        tokenEndpoint: said.token_endpoint ?? '',
        algorithms: [...(said.id_token_signing_alg_values_supported ?? [])],
        namesItself: said.authorization_response_iss_parameter_supported === true,
        pkce: said.supportsPKCE(),
      },
    }
  } catch (error) {
    ctx.log.info(
      { provider: provider.id, reason: (error as Error).message },
      'a provider could not be tested',
    )
    return failed(problemOf(error as Error & Partial<DiscoveryFault>))
  }
}

/** What a failed discovery means, by the innermost error that says it. */
function problemOf(error: Error & { fault?: string; code?: unknown }): ProviderProblem {
  const known = providerProblems.find((one) => one === error.fault)
  if (known) return known
  const code = String(error.code ?? '')
  if (code === 'ERR_ADDRESS_NOT_ALLOWED') return 'url_not_allowed'
  if (/ATTRIBUTE_COMPARISON/.test(code)) return 'issuer_differs'
  if (/RESPONSE_IS_NOT_CONFORM/.test(code)) return 'http_status'
  if (/RESPONSE_IS_NOT_JSON|PARSE_ERROR|INVALID_RESPONSE/.test(code)) return 'not_json'
  if (/TIMEOUT|ETIMEDOUT/.test(code) || error.name === 'TimeoutError') return 'timeout'
  const { cause } = error
  return cause instanceof Error ? problemOf(cause) : 'unreachable'
}
