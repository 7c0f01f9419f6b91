import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { formOf, type Listening, listen } from './listen.ts'

type Claims = Record<string, unknown>

/** An issuer that answers what a test wants it to. */
export type HostileIssuer = Listening & {
  clientId: string
  /** What it says of itself. */
  metadata: Record<string, unknown>
  /** Claims of the next ID token, over good ones. */
  claims: Claims
  /** The same for one code, where several come at once. */
  byCode: Map<string, Claims>
  /** How the next ID token is signed. */
  signing: 'RS256' | 'none' | 'HS256' | 'foreign'
  /** What the token endpoint was sent. */
  posted: URLSearchParams[]
  /** In place of the token endpoint's answer. */
  redirect: string | null
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function startHostileIssuer(): Promise<HostileIssuer> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = {
    ...createPublicKey(own.privateKey).export({ format: 'jwk' }),
    kid: 'one',
    use: 'sig',
    alg: 'RS256',
  }
  const issuer: HostileIssuer = {
    ...{
      url: '',
      clientId: 'portico',
      metadata: {},
      claims: {},
      byCode: new Map(),
      signing: 'RS256',
      posted: [],
      redirect: null,
    },
    close: async () => {},
  }

  function idToken(claims: Claims): string {
    const now = Math.floor(Date.now() / 1000)
    const good = { iss: issuer.url, aud: issuer.clientId, sub: 'mallory', iat: now, exp: now + 300 }
    const { signing } = issuer
    const alg = signing === 'foreign' ? 'RS256' : signing
    const body = `${encoded({ alg, kid: 'one', typ: 'JWT' })}.${encoded({ ...good, ...claims })}`
    if (signing === 'none') return `${body}.`
    // The old trick: the public key, which everybody has, as the secret of an HMAC.
    const pem = own.publicKey.export({ type: 'spki', format: 'pem' })
    const signature =
      signing === 'HS256'
        ? createHmac('sha256', pem).update(body).digest()
        : sign('sha256', Buffer.from(body), (signing === 'foreign' ? foreign : own).privateKey)
    return `${body}.${signature.toString('base64url')}`
  }

  const listening = await listen(async (request, response) => {
    const path = new URL(request.url ?? '/', issuer.url).pathname
    const json = (body: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (path === '/.well-known/openid-configuration')
      return json({
        ...{ issuer: issuer.url, authorization_endpoint: `${issuer.url}/authorize` },
        ...{ token_endpoint: `${issuer.url}/token`, jwks_uri: `${issuer.url}/jwks` },
        ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...issuer.metadata,
      })
    if (path === '/jwks') return json({ keys: [jwk] })
    if (path !== '/token') return void response.writeHead(404).end()
    const form = await formOf(request)
    issuer.posted.push(form)
    if (issuer.redirect !== null) return void response.writeHead(307, { location: issuer.redirect }).end()
    const claims = issuer.byCode.get(form.get('code') ?? '') ?? issuer.claims
    json({ access_token: 'at', token_type: 'Bearer', expires_in: 60, id_token: idToken(claims) })
  })
  return Object.assign(issuer, listening)
}
