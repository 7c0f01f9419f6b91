import { createHash } from 'node:crypto'
import type { Outgoing } from '../../../http/outgoing.ts'
import type { Claims, ProvenIdentity } from './claims.ts'
import { identityDenied, identityFailed } from './errors.ts'
import { type Fetch, guardedFetch, isInsecure } from './guarded-fetch.ts'
import type { Secrets } from './openid.ts'
import type { Provider } from './providers.ts'

/** GitHub has an address of its own for its API; GitHub Enterprise has it below its own. */
function apiOf(issuer: string): string {
  const { origin, host } = new URL(issuer)
  return host === 'github.com' ? 'https://api.github.com' : `${origin}/api/v3`
}

/** Where to send the browser. GitHub speaks OAuth 2.0 without OpenID Connect, with PKCE. */
export function githubUrl(
  { issuer, client_id, scopes }: Provider,
  redirectUri: string,
  { state, verifier }: Pick<Secrets, 'state' | 'verifier'>,
): string {
  const url = new URL('/login/oauth/authorize', issuer)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  url.search = new URLSearchParams({
    ...{ client_id, redirect_uri: redirectUri, scope: scopes, state, response_type: 'code' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
  }).toString()
  return url.href
}

/** Takes the code to GitHub and asks who it stands for: the numeric id, since names change hands. @throws identityDenied, identityFailed */
export async function proveGithub(
  outgoing: Outgoing,
  provider: Provider,
  secret: string | null,
  { answered, redirectUri, verifier }: { answered: URL; redirectUri: string; verifier: string },
): Promise<ProvenIdentity> {
  if (answered.searchParams.has('error')) throw identityDenied()
  const code = answered.searchParams.get('code') ?? ''
  if (code === '') throw identityFailed('no code')
  const fetch = guardedFetch(outgoing, { insecure: isInsecure(provider.issuer) })
  const granted = await json(fetch, new URL('/login/oauth/access_token', provider.issuer).href, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      ...{ client_id: provider.client_id, client_secret: secret ?? '', code },
      ...{ redirect_uri: redirectUri, code_verifier: verifier },
    }),
  })
  const token = field(granted, 'access_token')
  // GitHub answers 200 to a code that it does not take.
  if (typeof token !== 'string' || token === '')
    throw identityFailed(`no token: ${String(field(granted, 'error'))}`)
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` }
  const api = apiOf(provider.issuer)
  const user = await json(fetch, `${api}/user`, { headers })
  const id = field(user, 'id')
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) throw identityFailed('no numeric id')
  return {
    ...{ issuer: provider.issuer, subject: String(id), askedMsAgo: null },
    async claims() {
      const emails = await json(fetch, `${api}/user/emails`, { headers }).catch(() => [])
      return claimsOf(user, emails)
    },
  }
}

/** The primary address counts, and only where GitHub says that it is verified. */
function claimsOf(user: unknown, emails: unknown): Claims {
  const listed: unknown[] = Array.isArray(emails) ? emails : []
  const primary = listed.find((one) => field(one, 'primary') === true)
  const email = field(primary, 'email')
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  return {
    email: text(email),
    emailVerified: field(primary, 'verified') === true,
    username: text(field(user, 'login')),
    name: text(field(user, 'name')),
    all: { login: field(user, 'login') },
  }
}

const field = (thing: unknown, name: string): unknown =>
  thing !== null && typeof thing === 'object' && Object.hasOwn(thing, name)
    ? (thing as Record<string, unknown>)[name]
    : undefined

async function json(fetch: Fetch, url: string, init: Parameters<Fetch>[1]): Promise<unknown> {
  const answer = await fetch(url, init).catch((error: unknown) => {
    throw identityFailed((error as Error).message)
  })
  if (answer.status !== 200) throw identityFailed(`HTTP ${answer.status} of ${new URL(url).pathname}`)
  return answer.json().catch(() => {
    throw identityFailed('no JSON')
  })
}
