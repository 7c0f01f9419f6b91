import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Browser,
  type HostileIssuer,
  listen,
  type MadeAccount,
  makeAccount,
  makeProvider,
  setOut,
  startHostileIssuer,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
let issuer: HostileIssuer
let ada: MadeAccount
beforeAll(async () => {
  app = await testApp({ PORTICO_ALLOW_PRIVATE_NETWORKS: '127.0.0.1/32' })
  issuer = await startHostileIssuer()
  await makeProvider(app, 'hostile', issuer)
  await makeProvider(app, 'twin', issuer)
  ada = await makeAccount(app)
  expect(await come(ada.browser, { link: true })).toBe('/personal/account/binding?linked=hostile')
})
afterAll(async () => {
  await app.close()
  await issuer.close()
})
beforeEach(() => {
  Object.assign(issuer, { metadata: {}, claims: {}, signing: 'RS256', redirect: null })
})

const failed = '/sign-in?problem=identity_failed'
const over = '/sign-in?problem=identity_attempt_over'

/** The callback as the issuer would call it, with what a test puts in place of the good. */
function backOf(start: URL, put: Record<string, string> = {}): string {
  const query = new URLSearchParams({ code: 'c', state: start.searchParams.get('state') ?? '', ...put })
  return `/auth/oauth/hostile/callback?${query}`
}
/** Sets out and comes back, with an ID token of the nonce that was asked for. */
async function come(
  browser: Browser,
  {
    link = false,
    put = {},
    claims = {},
  }: { link?: boolean; put?: Record<string, string>; claims?: object } = {},
): Promise<string> {
  const start = await setOut(browser, 'hostile', { link })
  issuer.claims = { nonce: start.searchParams.get('nonce'), ...claims }
  return String((await browser.get(backOf(start, put))).headers.location)
}
const expectNobody = async (browser: Browser) => expect((await browser.get('/me')).status).toBe(401)

describe('rule 29: the attempt', () => {
  test('signs in where everything is as it must be, with PKCE and the nonce of its own', async () => {
    const browser = app.browser()
    const [one, two] = [await setOut(browser, 'hostile'), await setOut(browser, 'hostile')]
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)?.length).toBeGreaterThan(40)
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
    }
    expect(one.searchParams.get('code_challenge_method')).toBe('S256')
    expect(await come(browser)).toBe('/')
    expect(issuer.posted.at(-1)?.get('code_verifier')?.length).toBeGreaterThan(40)
    expect((await browser.get<{ id: string }>('/me')).body.id).toBe(ada.accountId)
  })

  test.each([
    ['another state', { state: 'x'.repeat(52) }],
    ['an empty state', { state: '' }],
  ])('%s is refused', async (_what, put) => {
    const browser = app.browser()
    expect(await come(browser, { put })).toBe(over)
    await expectNobody(browser)
  })

  test('another browser is refused, and one without the cookie', async () => {
    const [browser, other, bare] = [app.browser(), app.browser(), app.browser()]
    const start = await setOut(browser, 'hostile')
    await setOut(other, 'hostile')
    issuer.claims = { nonce: start.searchParams.get('nonce') }
    for (const one of [other, bare]) {
      expect((await one.get(backOf(start))).headers.location).toBe(over)
      await expectNobody(one)
    }
    // It was not used up by them.
    expect((await browser.get(backOf(start))).headers.location).toBe('/')
  })

  test('another provider’s callback is refused', async () => {
    const browser = app.browser()
    const start = await setOut(browser, 'hostile')
    issuer.claims = { nonce: start.searchParams.get('nonce') }
    const answer = await browser.get(backOf(start).replace('/hostile/', '/twin/'))
    expect(answer.headers.location).toBe(over)
    await expectNobody(browser)
  })

  test('∥20: one callback is good once', async () => {
    const browser = app.browser()
    const start = await setOut(browser, 'hostile')
    issuer.claims = { nonce: start.searchParams.get('nonce') }
    const copies = Array.from({ length: 20 }, () => {
      const copy = app.browser()
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
      return copy
    })
    const answers = await Promise.all(copies.map((one) => one.get(backOf(start))))
    const pages = answers.map(({ headers }) => headers.location)
    expect(pages.filter((page) => page === '/')).toHaveLength(1)
    expect(pages.filter((page) => page === over)).toHaveLength(19)
  })

  test('is over after ten minutes', async () => {
    const browser = app.browser()
    const start = await setOut(browser, 'hostile')
    issuer.claims = { nonce: start.searchParams.get('nonce') }
    app.clock.advance(600_001)
    expect((await browser.get(backOf(start))).headers.location).toBe(over)
  })

  test('`iss` of the response is checked: always where it is there, and wanted where it is announced', async () => {
    expect(await come(app.browser(), { put: { iss: 'https://other.example' } })).not.toBe('/')
    expect(await come(app.browser(), { put: { iss: issuer.url } })).toBe('/')
    issuer.metadata = { authorization_response_iss_parameter_supported: true }
    app.clock.advance(601_000)
    expect(await come(app.browser())).toBe(failed)
    expect(await come(app.browser(), { put: { iss: issuer.url } })).toBe('/')
    app.clock.advance(601_000)
  })

  test('what the provider refuses is said', async () => {
    expect(await come(app.browser(), { put: { error: 'access_denied' } })).toBe(
      '/sign-in?problem=identity_denied',
    )
  })
})

describe('rule 30: the ID token', () => {
  const now = () => Math.floor(Date.now() / 1000)
  test.each([
    ['foreign audience', () => ({ aud: 'somebody-else' })],
    ['two audiences, the other one meant', () => ({ aud: ['portico', 'other'], azp: 'other' })],
    ['another issuer', () => ({ iss: 'https://other.example' })],
    ['expired', () => ({ iat: now() - 900, exp: now() - 600 })],
    ['no expiry', () => ({ exp: undefined })],
    ['another nonce', () => ({ nonce: 'n'.repeat(52) })],
    ['no nonce', () => ({ nonce: undefined })],
    ['empty subject', () => ({ sub: '' })],
    ['subject of spaces', () => ({ sub: '  ' })],
    ['subject that is no text', () => ({ sub: 7 })],
  ])('%s is refused', async (_what, claims) => {
    const browser = app.browser()
    expect(await come(browser, { claims: claims() })).toBe(failed)
    await expectNobody(browser)
  })

  test.each(['none', 'HS256', 'foreign'] as const)('signed by %s is refused', async (signing) => {
    issuer.signing = signing
    const browser = app.browser()
    expect(await come(browser)).toBe(failed)
    await expectNobody(browser)
  })

  test('rule 46: who tried is in the log, nothing of the token is', async () => {
    issuer.signing = 'none'
    await come(app.browser())
    const row = await app.testStore.store.db
      .selectFrom('audit_events')
      .select(['act', 'outcome', 'details'])
      .where('outcome', '=', 'refused')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      act: 'identity.used',
      details: '{"provider":"hostile","reason":"identity_failed"}',
    })
    expect(app.log.lines.join('\n')).not.toContain('eyJ')
  })
})

describe('rule 38: what is asked', () => {
  test('an issuer that calls itself otherwise is refused', async () => {
    issuer.metadata = { issuer: 'https://other.example' }
    app.clock.advance(601_000)
    expect((await setOut(app.browser(), 'hostile')).search).toBe('?problem=identity_failed')
  })

  test('an endpoint at a forbidden address is not connected to, although somebody would answer', async () => {
    let reached = 0
    const forbidden = await listen((_request, response) => {
      reached += 1
      response.end('{}')
    }, '127.0.0.2')
    issuer.metadata = { token_endpoint: `${forbidden.url}/token` }
    app.clock.advance(601_000)
    expect(await come(app.browser())).toBe(failed)
    expect(reached).toBe(0)
    await forbidden.close()
    app.clock.advance(601_000)
  })

  test('no redirect is followed', async () => {
    const other = await startHostileIssuer()
    issuer.redirect = `${other.url}/token`
    expect(await come(app.browser())).toBe(failed)
    expect(other.posted).toEqual([])
    await other.close()
  })
})
