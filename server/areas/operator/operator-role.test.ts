import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, makeToken, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
let olivia: MadeAccount
beforeAll(async () => {
  app = await testApp()
  olivia = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const change = (person: MadeAccount, operator: boolean, by: MadeAccount = olivia) =>
  by.browser.patch(`/admin/accounts/${person.accountId}`, { operator })
const operates = async ({ browser }: MadeAccount) => (await browser.get('/admin/settings')).status === 200
const signIn = async ({ browser, username, password }: MadeAccount) =>
  expect((await browser.post('/auth/sign-in', { username, password })).status).toBe(200)
const operators = async () =>
  (await app.testStore.store.db.selectFrom('accounts').select('id').where('operator', '=', 1).execute())
    .length

test('rules 8 and 46: an operator makes another one, who signs in anew; and ends it, at once; both logs say so', async () => {
  const ada = await makeAccount(app)
  expect(await operates(ada)).toBe(false)
  expect(await change(ada, true)).toMatchObject({ status: 200, body: { operator: true } })
  expect((await ada.browser.get('/me')).status).toBe(401)
  await signIn(ada)
  expect(await operates(ada)).toBe(true)
  expect(await change(ada, false)).toMatchObject({ status: 200, body: { operator: false } })
  expect((await ada.browser.get('/me')).status).toBe(401)
  await signIn(ada)
  expect(await operates(ada)).toBe(false)
  const rows = await app.testStore.store.db
    .selectFrom('audit_events')
    .select(['act', 'account_id'])
    .where('target', '=', ada.accountId)
    .where('act', 'like', 'account.operator%')
    .execute()
  for (const act of ['account.operator_made', 'account.operator_ended'])
    expect(
      rows
        .filter((row) => row.act === act)
        .map((row) => row.account_id)
        .sort(),
    ).toEqual([olivia.accountId, ada.accountId].sort())
})

test('rules 12, 14 and 41: only by an operator, with a fresh confirmation, never by a token, never of oneself', async () => {
  const ada = await makeAccount(app)
  const eve = await makeAccount(app)
  expect((await change(ada, true, eve)).status).toBe(403)
  expect((await eve.browser.patch('/me', { operator: true })).status).toBe(400)
  expect((await change(olivia, false)).body.code).toBe('own_account')
  const { headers } = await makeToken(app, { owner: olivia, scopes: ['admin:write'] })
  const url = `/admin/accounts/${ada.accountId}`
  expect((await app.browser().patch(url, { operator: true }, headers)).body.code).toBe('access_token_refused')
  app.clock.advance(11 * 60_000)
  expect((await change(ada, true)).body.code).toBe('confirmation_required')
  expect((await olivia.browser.post('/auth/confirm', { password: olivia.password })).status).toBe(200)
  expect(await operators()).toBe(1)
})

test('∥20: of operators that end each other at once, one is left', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => makeAccount(app, { operator: true })))
  const everybody = [olivia, ...all]
  await Promise.all(
    everybody.map((one, i) => change(everybody[(i + 1) % everybody.length] as MadeAccount, false, one)),
  )
  const left = await operators()
  expect(left).toBeGreaterThanOrEqual(1)
  const still = []
  for (const one of everybody) if ((await one.browser.get('/admin/settings')).status === 200) still.push(one)
  // The last one finds nobody else to end, and cannot end themselves.
  for (const [i, one] of still.entries())
    for (const other of still.slice(i + 1)) if (await operates(one)) await change(other, false, one)
  expect(await operators()).toBe(1)
})
