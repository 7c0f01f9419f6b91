import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser,
  type Github,
  type Issuer,
  type MadeAccount,
  makeAccount,
  makeProvider,
  makeSecondFactor,
  passThrough,
  setOut,
  startGithub,
  startIssuer,
  type TestApp,
  testApp,
  throughProvider,
} from '../../../testing/index.ts'

let app: TestApp
let issuer: Issuer
let github: Github
let issuerId: string
let githubId: string
beforeAll(async () => {
  app = await testApp()
  issuer = await startIssuer('http://localhost:3000/api/v1/auth/oauth/acme/callback')
  github = await startGithub()
  issuerId = await makeProvider(app, 'acme', issuer)
  githubId = await makeProvider(app, 'github', github, { kind: 'github' })
})
afterAll(async () => {
  await app.close()
  await issuer.close()
  await github.close()
})

let people = 0
/** Somebody new at both providers. */
function somebody(more: Record<string, unknown> = {}): string {
  people += 1
  const sub = `person-${people}`
  issuer.person = { sub, preferred_username: `pia${people}`, ...more }
  github.user = {
    id: 1000 + people,
    login: `pia${people}`,
    name: null,
    email: `pia${people}@example.org`,
    verified: true,
  }
  return sub
}
const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}
type Listed = { items: { id: string; label: string; usable: boolean; provider: string | null }[] }
const linked = async (browser: Browser) => (await browser.get<Listed>('/me/identities')).body.items
const dropPassword = ({ accountId }: MadeAccount) =>
  app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', accountId).execute()
const setProvider = async (id: string, changes: object) => {
  const { browser } = await makeAccount(app, { operator: true })
  expect((await browser.patch(`/admin/identity-providers/${id}`, changes)).status).toBe(200)
}

describe.each(['acme', 'github'])('linked by %s', (slug) => {
  test('rules 29 to 32: link, sign in, unlink; told in log and list', async () => {
    somebody({ email: 'pia@example.org' })
    const ada = await makeAccount(app)
    const other = app.browser()
    await other.post('/auth/sign-in', { username: ada.username, password: ada.password })
    const before = copy(ada.browser)
    expect(await throughProvider(ada.browser, slug, { link: true })).toBe(
      `/personal/account/binding?linked=${slug}`,
    )
    // Rule 10: a factor has changed.
    for (const dead of [other, before]) expect((await dead.get('/me')).status).toBe(401)
    const [identity] = await linked(ada.browser)
    expect(identity).toMatchObject({ provider: slug, usable: true })
    expect(identity?.label).toMatch(/^pia.*@example\.org$/)

    const browser = app.browser()
    expect(await throughProvider(browser, slug, { query: '?next=/personal/keys' })).toBe('/personal/keys')
    const me = await browser.get<{ id: string }>('/me')
    expect(me.body.id).toBe(ada.accountId)
    const log = await browser.get<{ items: { act: string }[] }>('/me/security-log?group=factors')
    expect(log.body.items.map(({ act }) => act)).toEqual(['identity.used', 'identity.linked'])

    const gone = await browser.delete(`/me/identities/${identity?.id}`)
    expect(gone.body).toMatchObject({ endedSessions: 1 })
    expect((await ada.browser.get('/me')).status).toBe(401)
    expect(await throughProvider(app.browser(), slug)).toBe('/sign-in?problem=identity_unknown')
  })
})

describe('linking', () => {
  test('rule 12: needs a fresh confirmation, and so does unlinking', async () => {
    const ada = await makeAccount(app)
    app.clock.advance(11 * 60_000)
    const link = await ada.browser.post('/me/identities', { provider: 'acme' })
    expect(link.body.code).toBe('confirmation_required')
  })

  test('rule 13: a session that came by a recovery code cannot link', async () => {
    const ada = await makeSecondFactor(app)
    const browser = await ada.halfSignIn()
    await browser.post('/auth/second-factor', { recoveryCode: ada.recoveryCodes[0] })
    const answer = await browser.post('/me/identities', { provider: 'acme' })
    expect(answer.body.code).toBe('confirmation_required')
  })

  test('rule 31: an identity is one person’s', async () => {
    somebody()
    const [ada, eve] = [await makeAccount(app), await makeAccount(app)]
    await throughProvider(ada.browser, 'acme', { link: true })
    expect(await throughProvider(eve.browser, 'acme', { link: true })).toBe(
      '/personal/account/binding?problem=identity_taken',
    )
    expect(await throughProvider(ada.browser, 'acme', { link: true })).toBe(
      '/personal/account/binding?problem=identity_linked_already',
    )
    expect(await linked(eve.browser)).toEqual([])
    // Rule 41: somebody else's is not there.
    const [own] = await linked(ada.browser)
    expect((await eve.browser.delete(`/me/identities/${own?.id}`)).status).toBe(404)
  })

  test('rule 29: what one began to link, nobody else ends: another person, another session, nobody', async () => {
    somebody()
    const ada = await makeAccount(app)
    const eve = await makeAccount(app)
    const back = await passThrough(await setOut(ada.browser, 'acme', { link: true }))
    const attempt = ada.browser.cookies.get('portico-identity') as string
    const another = app.browser()
    await another.post('/auth/sign-in', { username: ada.username, password: ada.password })
    for (const browser of [eve.browser, another, app.browser()]) {
      browser.cookies.set('portico-identity', attempt)
      const answer = await browser.get(back)
      expect(answer.headers.location).toBe('/sign-in?problem=identity_attempt_over')
    }
    expect((await ada.browser.get(back)).headers.location).toBe('/personal/account/binding?linked=acme')
  })
})

describe('signing in', () => {
  test('rule 21: the second factor is asked for all the same', async () => {
    somebody()
    const ada = await makeSecondFactor(app)
    await throughProvider(ada.browser, 'acme', { link: true })
    const browser = app.browser()
    const page = await throughProvider(browser, 'acme', { query: '?next=/personal/keys' })
    expect(page).toBe('/sign-in?second=totp.recovery_code&next=%2Fpersonal%2Fkeys')
    expect((await browser.get('/me')).status).toBe(401)
    expect((await browser.post('/auth/second-factor', { code: ada.code() })).status).toBe(200)
    expect((await browser.get('/me')).status).toBe(200)
  })

  test('rule 36: next stays on this origin', async () => {
    somebody()
    const ada = await makeAccount(app)
    await throughProvider(ada.browser, 'acme', { link: true })
    for (const next of ['//evil.example', '/%5Cevil', 'https:evil', 'javascript:alert(1)', '/%2F%2Fevil']) {
      const query = `?next=${encodeURIComponent(decodeURIComponent(next))}`
      expect(await throughProvider(app.browser(), 'acme', { query })).toBe('/')
    }
  })

  test('a disabled account, and one that needs a new password, stay out', async () => {
    somebody()
    const ada = await makeAccount(app)
    await throughProvider(ada.browser, 'acme', { link: true })
    const { db } = app.testStore.store
    const set = (changes: { disabled_at?: number | null; password_due?: number }) =>
      db.updateTable('accounts').set(changes).where('id', '=', ada.accountId).execute()
    await set({ disabled_at: 1 })
    expect(await throughProvider(app.browser(), 'acme')).toBe('/sign-in?problem=account_disabled')
    await set({ disabled_at: null, password_due: 1 })
    const browser = app.browser()
    expect(await throughProvider(browser, 'acme')).toMatch(/^\/sign-in\?problem=password_/)
    expect(browser.cookies.has('portico')).toBe(false)
    const refusals = db
      .selectFrom('audit_events')
      .select('details')
      .where('account_id', '=', ada.accountId)
      .where('outcome', '=', 'refused')
      .orderBy('id')
    const why = (await refusals.execute()).map(({ details }) => JSON.parse(details))
    expect(why).toEqual([
      { provider: 'acme', reason: 'account_disabled' },
      { provider: 'acme', reason: 'password_change_required' },
    ])
  })

  test('a provider that is switched off signs nobody in; what it linked stays listed', async () => {
    somebody()
    const ada = await makeAccount(app)
    await throughProvider(ada.browser, 'github', { link: true })
    const back = await passThrough(await setOut(ada.browser, 'github'))
    await setProvider(githubId, { enabled: false })
    expect((await ada.browser.get(back)).headers.location).toBe('/sign-in?problem=identity_provider_unknown')
    expect((await setOut(app.browser(), 'github')).search).toBe('?problem=identity_provider_unknown')
    expect(await linked(ada.browser)).toMatchObject([{ provider: 'github', usable: false }])
    await dropPassword(ada)
    await setProvider(githubId, { enabled: true })
    const [own] = await linked(ada.browser)
    expect((await ada.browser.delete(`/me/identities/${own?.id}`)).body.code).toBe('last_way_in')
  })
})

describe('rule 32: unlinking', () => {
  test('the last way in stays; of two at once that unlink the last two one is left', async () => {
    somebody()
    const ada = await makeAccount(app)
    await throughProvider(ada.browser, 'acme', { link: true })
    await throughProvider(ada.browser, 'github', { link: true })
    await dropPassword(ada)
    const both = await linked(ada.browser)
    expect(both).toHaveLength(2)
    const answers = await Promise.all(both.map(({ id }) => copy(ada.browser).delete(`/me/identities/${id}`)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { db } = app.testStore.store
    const left = db.selectFrom('identities').select('id').where('account_id', '=', ada.accountId)
    expect(await left.execute()).toHaveLength(1)
  })

  test('one whose provider was pointed at another issuer since counts for nothing, and confirms nothing', async () => {
    somebody()
    const ada = await makeAccount(app)
    const moved = await makeProvider(app, 'moved', { ...issuer, url: issuer.url })
    await throughProvider(ada.browser, 'acme', { link: true })
    const { db } = app.testStore.store
    await db
      .updateTable('identities')
      .set({ provider_id: moved, issuer: 'https://before.example' })
      .where('account_id', '=', ada.accountId)
      .execute()
    await throughProvider(ada.browser, 'github', { link: true })
    await dropPassword(ada)
    const own = (await linked(ada.browser)).find(({ provider }) => provider === 'github')
    expect((await ada.browser.delete(`/me/identities/${own?.id}`)).body.code).toBe('last_way_in')
    await setProvider(githubId, { enabled: false })
    const answer = await ada.browser.post('/auth/confirm/identity', { provider: 'moved' })
    expect(answer.body).toMatchObject({ code: 'confirmation_method_refused', methods: [] })
    await setProvider(githubId, { enabled: true })
  })

  test('one whose provider is switched off counts for nothing', async () => {
    somebody()
    const ada = await makeAccount(app)
    await throughProvider(ada.browser, 'acme', { link: true })
    await throughProvider(ada.browser, 'github', { link: true })
    await dropPassword(ada)
    await setProvider(issuerId, { enabled: false })
    const own = (await linked(ada.browser)).find(({ provider }) => provider === 'github')
    expect((await ada.browser.delete(`/me/identities/${own?.id}`)).body.code).toBe('last_way_in')
    await setProvider(issuerId, { enabled: true })
  })
})
