import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makePasskey,
  makeSecondFactor,
  makeToken,
  switchPasskeys,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

const dayMs = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** Within the minute: the clock of tests goes on. */
const isNow = (at: string) => Math.abs(Date.parse(at) - app.clock.now()) < 60_000
const stateOf = async ({ browser }: MadeAccount) => (await browser.get('/me/security')).body

test('what guards an account, counted now: of a new one, and of one that has everything', async () => {
  const bob = await makeAccount(app)
  await makeToken(app, { owner: bob })
  const ada = await makeAccount(app)
  const bare = {
    emails: { count: 1, unverified: 1 },
    passwordChangedAt: expect.toSatisfy(isNow),
    accessTokens: 0,
    passkeys: 0,
    twoFactor: { enabled: false, recoveryCodesLeft: 0 },
    identities: 0,
    sessions: 1,
  }
  expect(await stateOf(ada)).toEqual(bare)

  await switchPasskeys(app, true)
  await makePasskey(ada)
  await makePasskey(ada, { name: 'Second' })
  await switchPasskeys(app, false)
  await makeToken(app, { owner: ada })
  await makeToken(app, { owner: ada, expiresAt: new Date(app.clock.now() + dayMs / 2).toISOString() })
  const dead = await makeToken(app, { owner: ada })
  await ada.browser.delete(`/me/access-tokens/${dead.id}`)
  await makeSecondFactor(app, ada)
  const { db } = app.testStore.store
  const code = db.selectFrom('recovery_codes').select('id').where('account_id', '=', ada.accountId).limit(1)
  await db
    .updateTable('recovery_codes')
    .set({ used_at: app.clock.now() })
    .where('id', '=', (await code.executeTakeFirstOrThrow()).id)
    .execute()
  expect(await stateOf(ada)).toEqual({
    ...bare,
    accessTokens: 2,
    passkeys: 2,
    twoFactor: { enabled: true, recoveryCodesLeft: 9 },
  })

  // An expired token guards nothing, nor does a session that is over.
  app.clock.advance(dayMs)
  expect((await stateOf(ada)).accessTokens).toBe(1)
})

test('a changed password tells when; who has none has none; a token reads it with the scope of security alone', async () => {
  const ada = await makeAccount(app)
  app.clock.advance(3 * dayMs)
  const newPassword = 'sieben kalte Bahnhofsuhren'
  await ada.browser.post('/me/password', {
    ...{ currentPassword: ada.password, newPassword, confirmPassword: newPassword },
  })
  expect((await stateOf(ada)).passwordChangedAt).toSatisfy(isNow)

  const right = await makeToken(app, { owner: ada, scopes: ['security:read'] })
  const narrow = await makeToken(app, { owner: ada, scopes: ['profile:read'] })
  expect((await app.browser().get('/me/security', right.headers)).body.sessions).toBe(1)
  expect((await app.browser().get('/me/security', narrow.headers)).status).toBe(403)

  await app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', ada.accountId).execute()
  expect((await stateOf(ada)).passwordChangedAt).toBeNull()
})
