import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeKey,
  makeOrganization,
  makeToken,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type Line = { id: string; good: boolean; count: number | null; organizations: { slug: string }[] }
const dayMs = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const look = async ({ browser }: MadeAccount) =>
  (await browser.get<{ items: Line[] }>('/me/checkup')).body.items
const lineOf = async (person: MadeAccount, id: string) => (await look(person)).find((line) => line.id === id)
/** A session does not live as long as an unused token. */
const later = async (person: MadeAccount, milliseconds: number) => {
  app.clock.advance(milliseconds)
  const { username, password } = person
  const answer = await person.browser.post('/auth/sign-in', { username, password })
  expect(answer.status).toBe(200)
}

test('a new account: what is missing is told, and nothing else', async () => {
  const ada = await makeAccount(app)
  expect(await look(ada)).toEqual([
    { id: 'twoFactor', good: false, count: null, organizations: [] },
    { id: 'email', good: false, count: null, organizations: [] },
    { id: 'tokensForever', good: true, count: 0, organizations: [] },
    { id: 'tokensUnused', good: true, count: 0, organizations: [] },
    { id: 'keysUnused', good: true, count: 0, organizations: [] },
    { id: 'unpriced', good: true, count: 0, organizations: [] },
  ])
})

test('a proven address, and a second factor with the codes that are left', async () => {
  const ada = await makeAccount(app)
  const { db } = app.testStore.store
  const now = app.clock.now()
  await db.updateTable('emails').set({ verified_at: now }).where('account_id', '=', ada.accountId).execute()
  await db
    .insertInto('totp')
    .values({ account_id: ada.accountId, sealed: 'x', last_step: 0, enabled_at: now })
    .execute()
  const code = (index: number, used_at: number | null) => ({
    ...{ id: `rec-${ada.accountId}-${index}`, account_id: ada.accountId, selector: String(index) },
    ...{ hash: 'x', created_at: now, used_at },
  })
  await db
    .insertInto('recovery_codes')
    .values([0, 1, 2, 3, 4].map((index) => code(index, index === 0 ? now : null)))
    .execute()
  expect(await lineOf(ada, 'email')).toMatchObject({ good: true })
  expect(await lineOf(ada, 'twoFactor')).toMatchObject({ good: true })
  expect(await lineOf(ada, 'recoveryCodes')).toMatchObject({ good: true, count: 4 })
  await db.updateTable('recovery_codes').set({ used_at: now }).where('selector', '=', '1').execute()
  expect(await lineOf(ada, 'recoveryCodes')).toMatchObject({ good: false, count: 3 })
})

test('tokens and keys that nobody has used for ninety days, and tokens for ever', async () => {
  const ada = await makeAccount(app)
  const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()
  await makeToken(app, { owner: ada })
  const used = await makeToken(app, { owner: ada, expiresAt: inDays(300) })
  const dead = await makeToken(app, { owner: ada })
  await ada.browser.delete(`/me/access-tokens/${dead.id}`)
  await makeToken(app, { owner: ada, expiresAt: inDays(30) })
  await makeKey(app, { owner: ada })
  const revoked = await makeKey(app, { owner: ada })
  await ada.browser.delete(`/orgs/${ada.slug}/keys/${revoked.id}`)
  await makeKey(app, { owner: ada, body: { expiresAt: inDays(30) } })
  expect(await lineOf(ada, 'tokensForever')).toMatchObject({ good: false, count: 1 })
  expect(await lineOf(ada, 'tokensUnused')).toMatchObject({ good: true, count: 0 })
  await later(ada, 91 * dayMs)
  expect((await app.browser().get('/me', used.headers)).status).toBe(200)
  expect(await lineOf(ada, 'tokensUnused')).toMatchObject({ good: false, count: 1 })
  expect(await lineOf(ada, 'keysUnused')).toMatchObject({ good: false, count: 1 })
})

test('organizations that accept models without a price, for those who may change it', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const member = await makeAccount(app)
  await addMember(app, { id }, member, 'member')
  await owner.browser.patch(`/orgs/${slug}/policy`, { acceptUnpricedModels: true })
  expect(await lineOf(owner, 'unpriced')).toMatchObject({ good: false, count: 1, organizations: [{ slug }] })
  expect(await lineOf(member, 'unpriced')).toMatchObject({ good: true, count: 0 })
})

test('an access token reads it with security:read only', async () => {
  const narrow = await makeToken(app, { scopes: ['profile:read'] })
  const right = await makeToken(app, { scopes: ['security:read'] })
  expect((await app.browser().get('/me/checkup', narrow.headers)).status).toBe(403)
  expect((await app.browser().get('/me/checkup', right.headers)).status).toBe(200)
})
