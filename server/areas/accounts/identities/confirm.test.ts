import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Browser,
  type HostileIssuer,
  type Issuer,
  type MadeAccount,
  makeAccount,
  makeProvider,
  makeSecondFactor,
  makeToken,
  passThrough,
  setOut,
  startHostileIssuer,
  startIssuer,
  type TestApp,
  testApp,
  throughProvider,
} from '../../../testing/index.ts'

let app: TestApp
let issuer: Issuer
let hostile: HostileIssuer
beforeAll(async () => {
  app = await testApp()
  issuer = await startIssuer('http://localhost:3000/api/v1/auth/oauth/acme/callback')
  hostile = await startHostileIssuer()
  await makeProvider(app, 'acme', issuer)
  await makeProvider(app, 'odd', hostile)
})
afterAll(async () => {
  await app.close()
  await issuer.close()
  await hostile.close()
})

let people = 0
const dropPassword = ({ accountId }: MadeAccount) =>
  app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', accountId).execute()
/** Somebody with nothing but an account at `acme`, eleven minutes after linking it. */
async function onlyLinked(made?: MadeAccount): Promise<MadeAccount> {
  const ada = made ?? (await makeAccount(app))
  people += 1
  issuer.person = { sub: `only-${people}`, preferred_username: `only${people}` }
  await throughProvider(ada.browser, 'acme', { link: true })
  await dropPassword(ada)
  app.clock.advance(11 * 60_000)
  return ada
}
/** Something that needs a confirmation, with its answer. */
const dangerous = async (browser: Browser) => {
  const asked = { name: 'a token', scopes: ['read'], expiresAt: null }
  const { status, body } = await browser.post<{ code?: string; methods?: string[] }>(
    '/me/access-tokens',
    asked,
  )
  return { status, code: body.code, methods: body.methods }
}
const required = { status: 403, code: 'confirmation_required' }

test('rules 12 and 13: who has nothing but a linked account confirms by signing in there again', async () => {
  const ada = await onlyLinked()
  expect(await dangerous(ada.browser)).toEqual({ ...required, methods: ['identity'] })
  const start = await setOut(ada.browser, 'acme', { confirm: true })
  expect(start.searchParams.get('prompt')).toBe('login')
  expect(start.searchParams.get('max_age')).toBe('0')
  const before = new Map(ada.browser.cookies)
  const back = await passThrough(start)
  expect((await ada.browser.get(back)).headers.location).toBe('/confirmed')
  expect((await dangerous(ada.browser)).status).toBe(201)
  // Rule 8: another token; what came before is dead, and the attempt is used up.
  const old = app.browser()
  for (const [name, value] of before) old.cookies.set(name, value)
  expect((await old.get('/me')).status).toBe(401)
  expect((await ada.browser.get(back)).headers.location).toBe('/sign-in?problem=identity_attempt_over')
  const log = await ada.browser.get<{ items: { act: string; outcome: string }[] }>('/me/security-log')
  expect(log.body.items.slice(0, 3).map(({ act }) => act)).toContain('account.confirmed')
})

test('rule 36: it comes back to a path of this origin', async () => {
  const ada = await onlyLinked()
  const begin = (next: string) =>
    ada.browser.post<{ url: string }>('/auth/confirm/identity', { provider: 'acme', next })
  for (const [next, path] of [
    ['/personal/keys?x=1', '/personal/keys?x=1'],
    ['//evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ] as const) {
    const back = await passThrough(new URL((await begin(next)).body.url))
    expect((await ada.browser.get(back)).headers.location).toBe(path)
  }
})

test('rule 13: who has anything else confirms by that', async () => {
  const ada = await makeAccount(app)
  await throughProvider(ada.browser, 'acme', { link: true })
  const factor = await makeSecondFactor(app)
  for (const [browser, methods] of [
    [ada.browser, ['password']],
    [factor.browser, ['totp', 'recovery_code']],
  ] as const) {
    const answer = await browser.post('/auth/confirm/identity', { provider: 'acme' })
    expect(answer.status).toBe(403)
    expect(answer.body).toMatchObject({ code: 'confirmation_method_refused', methods })
  }
})

test('rule 13: one that was begun before a password was set does not do afterwards', async () => {
  const ada = await onlyLinked()
  const back = await passThrough(await setOut(ada.browser, 'acme', { confirm: true }))
  const now = app.clock.now()
  await app.testStore.store.db
    .insertInto('passwords')
    .values({ account_id: ada.accountId, hash: 'none', updated_at: now })
    .execute()
  expect((await ada.browser.get(back)).headers.location).toBe(
    '/confirmed?problem=confirmation_method_refused',
  )
  expect(await dangerous(ada.browser)).toMatchObject(required)
})

test('rules 13 and 31: another account at the provider confirms nothing, and is told', async () => {
  const ada = await onlyLinked()
  const { sub } = issuer.person
  const eve = await onlyLinked()
  for (const other of [issuer.person.sub, 'known to nobody']) {
    issuer.person = { sub: other }
    expect(await throughProvider(ada.browser, 'acme', { confirm: true })).toBe(
      '/confirmed?problem=identity_not_yours',
    )
  }
  for (const { browser } of [ada, eve]) expect(await dangerous(browser)).toMatchObject(required)
  type Log = { items: { act: string; outcome: string }[] }
  const log = await ada.browser.get<Log>('/me/security-log')
  expect(log.body.items[0]).toMatchObject({ act: 'account.confirmed', outcome: 'refused' })
  issuer.person = { sub }
  expect(await throughProvider(ada.browser, 'acme', { confirm: true })).toBe('/confirmed')
})

test('rules 13 and 29: bound to person, session, browser and purpose', async () => {
  const ada = await onlyLinked()
  const back = await passThrough(await setOut(ada.browser, 'acme', { confirm: true }))
  const attempt = ada.browser.cookies.get('portico-identity') as string
  const eve = await makeAccount(app)
  const second = app.browser()
  await throughProvider(second, 'acme')
  for (const browser of [eve.browser, second, app.browser()]) {
    browser.cookies.set('portico-identity', attempt)
    expect((await browser.get(back)).headers.location).toBe('/sign-in?problem=identity_attempt_over')
  }
  expect(await dangerous(ada.browser)).toMatchObject(required)
  expect((await ada.browser.get(back)).headers.location).toBe('/confirmed')
  // One that links does not confirm: the session is no fresher by it than linking made it.
  const link = await onlyLinked()
  const refused = await link.browser.post('/me/identities', { provider: 'acme' })
  expect(refused.body.code).toBe('confirmation_required')
})

test('∥20: one attempt confirms once', async () => {
  const ada = await onlyLinked()
  const back = await passThrough(await setOut(ada.browser, 'acme', { confirm: true }))
  const jars = Array.from({ length: 20 }, () => {
    const browser = app.browser()
    for (const [name, value] of ada.browser.cookies) browser.cookies.set(name, value)
    return browser
  })
  const pages = await Promise.all(jars.map(async (one) => (await one.get(back)).headers.location))
  expect(pages.filter((page) => page === '/confirmed')).toHaveLength(1)
})

test('a provider that did not ask again, and says so, confirms nothing; one that does not say is believed', async () => {
  const ada = await makeAccount(app)
  const through = async (how: { link?: boolean; confirm?: boolean }, claims: Record<string, unknown>) => {
    const start = await setOut(ada.browser, 'odd', how)
    hostile.claims = { nonce: start.searchParams.get('nonce'), sub: 'odd-1', ...claims }
    const state = start.searchParams.get('state')
    const answer = await ada.browser.get(`/auth/oauth/odd/callback?code=c&state=${state}`)
    return answer.headers.location
  }
  await through({ link: true }, {})
  await dropPassword(ada)
  app.clock.advance(11 * 60_000)
  const now = Math.floor(Date.now() / 1000)
  const stale = '/confirmed?problem=identity_not_fresh'
  for (const auth_time of [now - 3600, now + 3600, now + 1e12])
    expect(await through({ confirm: true }, { iat: now, auth_time })).toBe(stale)
  expect(await dangerous(ada.browser)).toMatchObject(required)
  for (const claims of [{ iat: now, auth_time: now - 60 }, {}]) {
    expect(await through({ confirm: true }, claims)).toBe('/confirmed')
    app.clock.advance(11 * 60_000)
  }
})

test('only by a provider that is linked and switched on; never by an access token (rule 14)', async () => {
  const ada = await onlyLinked()
  const other = await ada.browser.post('/auth/confirm/identity', { provider: 'odd' })
  expect([other.status, other.body.code]).toEqual([404, 'identity_provider_unknown'])
  expect((await app.browser().post('/auth/confirm/identity', { provider: 'acme' })).status).toBe(401)
  const { headers } = await makeToken(app)
  const answer = await app.fastify.inject({
    ...{ method: 'POST', url: '/api/v1/auth/confirm/identity', headers },
    payload: { provider: 'acme' },
  })
  expect(answer.statusCode).toBe(403)
})
