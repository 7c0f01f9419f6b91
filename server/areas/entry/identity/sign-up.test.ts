import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Browser,
  type HostileIssuer,
  makeAccount,
  makeOrganization,
  makeProvider,
  setOut,
  startHostileIssuer,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
let issuer: HostileIssuer
let id: string
beforeAll(async () => {
  // Nothing fixes who may sign up: it is changed here.
  app = await testApp({ PORTICO_REGISTRATION: '' })
  const open = { name: 'registration', value: '"open"', updated_at: 1 }
  await app.testStore.store.db.insertInto('settings').values(open).execute()
  issuer = await startHostileIssuer()
  id = await makeProvider(app, 'acme', issuer, { signUp: 'open' })
})
afterAll(async () => {
  await app.close()
  await issuer.close()
})
beforeEach(() => change({ signUp: 'open', domains: [], trustEmail: false, mapping: [] }))

async function change(changes: object) {
  const { browser } = await makeAccount(app, { operator: true })
  const answer = await browser.patch(`/admin/identity-providers/${id}`, changes)
  expect(answer.text).toContain('"slug":"acme"')
}
let people = 0
/** Somebody new comes by the provider, with these claims. */
async function come(claims: Record<string, unknown>, { browser = app.browser(), query = '' } = {}) {
  const start = await setOut(browser, 'acme', { query })
  people += 1
  issuer.claims = { nonce: start.searchParams.get('nonce'), sub: `new-${people}`, ...claims }
  const state = start.searchParams.get('state')
  const answer = await browser.get(`/auth/oauth/acme/callback?code=c&state=${state}`)
  return { browser, page: String(answer.headers.location), cookies: new Map(browser.cookies) }
}
type Me = {
  id: string
  username: string
  email: string | null
  emailVerified: boolean
  profileComplete: boolean
}
const me = async (browser: Browser) => (await browser.get<Me & Record<string, unknown>>('/me')).body

describe('signing up by a provider', () => {
  test('makes a person without a password, whose profile is to be completed', async () => {
    const { browser, page } = await come(
      { preferred_username: 'grace', name: 'Grace H.', email: 'grace@example.org', email_verified: true },
      { query: '?next=/personal/keys' },
    )
    expect(page).toBe('/personal/keys')
    expect(await me(browser)).toMatchObject({
      ...{ username: 'grace', nickname: 'Grace H.', profileComplete: false, hasPassword: false },
      // The provider is not trusted for that.
      ...{ email: 'grace@example.org', emailVerified: false },
    })
    const methods = await browser.get<{ providers: object[] }>('/auth/methods')
    expect(methods.body.providers).toMatchObject([{ id: 'acme', name: 'acme', icon: 'key', signUp: 'open' }])
  })

  test('a username that is taken, reserved or no name gets another; without claims there is one too', async () => {
    const ada = await makeAccount(app)
    const same = await come({ preferred_username: ada.username })
    expect((await me(same.browser)).username).toMatch(new RegExp(`^(${ada.username}-\\d+|user-\\d+)$`))
    for (const preferred_username of ['admin', '管理员', '../../etc', 'x', undefined]) {
      const { browser } = await come({ preferred_username })
      expect((await me(browser)).username).toMatch(/^[a-z][a-z0-9.-]{2,39}$/)
    }
  })

  test('∥20: one identity makes one account, and whoever comes second is signed in to it', async () => {
    const sub = 'the-same'
    const pages = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const browser = app.browser()
        const start = await setOut(browser, 'acme')
        issuer.byCode.set(`code-${at}`, { nonce: start.searchParams.get('nonce'), sub })
        const state = start.searchParams.get('state')
        const answer = await browser.get(`/auth/oauth/acme/callback?code=code-${at}&state=${state}`)
        return String(answer.headers.location)
      }),
    )
    expect(new Set(pages)).toEqual(new Set(['/']))
    const rows = app.testStore.store.db.selectFrom('identities').select('id').where('subject', '=', sub)
    expect(await rows.execute()).toHaveLength(1)
    const left = app.testStore.store.db
      .selectFrom('accounts')
      .select('id')
      .where('username_key', 'like', 'user%')
    const withIdentity = left.where(({ exists, selectFrom }) =>
      exists(selectFrom('identities').select('id').whereRef('identities.account_id', '=', 'accounts.id')),
    )
    expect(await withIdentity.execute()).toHaveLength((await left.execute()).length)
  })
})

describe('who may', () => {
  test('off, by invitation, open; never more than registration allows', async () => {
    const { browser } = await makeAccount(app, { operator: true })
    const register = async (registration: string) =>
      expect((await browser.patch('/admin/settings', { registration })).status).toBe(200)
    const unknown = '/sign-in?problem=identity_unknown'
    await change({ signUp: 'off' })
    expect((await come({})).page).toBe(unknown)
    await change({ signUp: 'open' })
    await register('closed')
    expect((await come({})).page).toBe(unknown)
    await register('invite')
    expect((await come({})).page).toBe(unknown)
    const invited = await browser.post<{ url: string }>('/admin/invitations', {})
    const query = `?invitation=${new URL(invited.body.url).searchParams.get('invitation')}`
    expect((await come({}, { query })).page).toBe('/')
    // Rule 43: used once.
    expect((await come({}, { query })).page).toBe(unknown)
    await register('open')
  })

  test('domains: a verified address of one of them is needed', async () => {
    await change({ domains: ['example.org'] })
    const refused = '/sign-in?problem=identity_domain_refused'
    expect((await come({ email: 'a@other.org', email_verified: true })).page).toBe(refused)
    expect((await come({ email: 'a@example.org' })).page).toBe(refused)
    expect((await come({ email: 'a@example.org', email_verified: 'true' })).page).toBe(refused)
    expect((await come({ email: 'a@evil.org@example.org.evil', email_verified: true })).page).toBe(refused)
    expect((await come({})).page).toBe(refused)
    expect((await come({ email: 'a1@example.org', email_verified: true })).page).toBe('/')
  })
})

describe('rules 31 and 33: an address is nobody’s proof', () => {
  test('an address equal to somebody else’s links nothing, and says nothing where no account is made', async () => {
    const ada = await makeAccount(app)
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', ada.accountId).execute()
    const claims = { email: ada.email, email_verified: true, preferred_username: ada.username }
    await change({ signUp: 'off' })
    const known = await come(claims)
    const unknown = await come({ ...claims, email: 'nobody@example.org' })
    expect(known.page).toBe(unknown.page)
    await change({ signUp: 'open' })
    // Not trusted: somebody of their own, whose address is only typed.
    const other = await come(claims)
    expect(await me(other.browser)).toMatchObject({ emailVerified: false })
    expect((await me(other.browser)).id).not.toBe(ada.accountId)
    await change({ trustEmail: true })
    expect((await come(claims)).page).toBe('/sign-in?problem=identity_email_known')
    const linked = db.selectFrom('identities').select('id').where('account_id', '=', ada.accountId)
    expect(await linked.execute()).toEqual([])
  })

  test('trusted for it, a verified address counts as proven, and earlier claims on it are dropped', async () => {
    const squatter = await makeAccount(app)
    await change({ trustEmail: true })
    const claims = { email: squatter.email, email_verified: true }
    const { browser, page } = await come(claims)
    expect(page).toBe('/')
    expect(await me(browser)).toMatchObject({ email: squatter.email, emailVerified: true })
    expect(await me(squatter.browser)).toMatchObject({ email: null })
    const unverified = await come({ email: 'later@example.org', email_verified: false })
    expect(await me(unverified.browser)).toMatchObject({ emailVerified: false })
  })
})

test('claims bring into organizations at the first sign-in only, and never as an owner', async () => {
  const owner = await makeAccount(app)
  const [one, two] = [await makeOrganization(app, owner), await makeOrganization(app, owner)]
  const rule = (organizationId: string, role: string, value = 'staff') => ({
    claim: 'groups',
    value,
    organizationId,
    role,
  })
  const operator = await makeAccount(app, { operator: true })
  const set = (mapping: object[]) => operator.browser.patch(`/admin/identity-providers/${id}`, { mapping })
  expect((await set([rule(one.id, 'owner')])).status).toBe(400)
  expect((await set([rule(owner.organizationId, 'member')])).body.code).toBe('mapping_refused')
  await set([
    rule(one.id, 'viewer', 'guests'),
    rule(one.id, 'admin'),
    rule(one.id, 'member'),
    rule(two.id, 'billing', 'x'),
  ])
  const { browser } = await come({ groups: ['staff', 'all'], sub: 'mapped' })
  type Mine = { items: { id: string; role: string; personal: boolean }[] }
  const mine = await browser.get<Mine>('/me/organizations')
  const joined = mine.body.items.filter(({ personal }) => !personal)
  expect(joined.map(({ id: org, role }) => [org, role])).toEqual([[one.id, 'admin']])
  const again = await come({ groups: ['staff', 'x'], sub: 'mapped' })
  expect((await again.browser.get<Mine>('/me/organizations')).body.items).toHaveLength(2)
})
