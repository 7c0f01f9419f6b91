import type { Provider } from 'oidc-provider'
import { randomText } from '../lib/secret.ts'
import { type Listening, listen } from './listen.ts'

export type Issuer = Listening & {
  clientId: string
  clientSecret: string
  /** Who signs in there next, with what is said of them. */
  person: { sub: string } & Record<string, unknown>
}

/** A real OpenID Connect provider (`oidc-provider`): who opens it is signed in as `person`, without a page. */
export async function startIssuer(redirectUri: string): Promise<Issuer> {
  // Read by tests of this alone: it is large, and talks.
  const { Provider: Served } = await import('oidc-provider')
  const people = new Map<string, Issuer['person']>()
  const clientSecret = `issuer-secret-${randomText(20)}`
  const issuer: Issuer = {
    ...{ url: '', clientId: 'portico', clientSecret, close: async () => {} },
    person: { sub: 'ada-1', email: 'ada@example.org', email_verified: true, preferred_username: 'ada' },
  }
  let provider: Provider | null = null
  const listening = await listen(async (request, response) => {
    if (!provider) return void response.writeHead(503).end()
    if (!(request.url ?? '').startsWith('/interaction/')) return provider.callback()(request, response)
    people.set(issuer.person.sub, { ...issuer.person })
    await provider.interactionFinished(request, response, { login: { accountId: issuer.person.sub } })
  })
  provider = new Served(listening.url, {
    clients: [{ client_id: issuer.clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: {
      openid: ['sub', 'groups'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    cookies: { keys: [randomText(20)] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ ...people.get(sub), sub }),
    }),
    // Nobody is asked for a consent.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc
      if (!client || !session?.accountId) return undefined
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  return Object.assign(issuer, listening)
}
