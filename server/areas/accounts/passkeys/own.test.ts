import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askPasskey,
  type Browser,
  type MadeAccount,
  makeAccount,
  makePasskey,
  provePasskey,
  signedBy,
  switchPasskeys,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'
import { warnOfStranded } from './stranded.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await switchPasskeys(app, true)
})
afterAll(() => app.close())

const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}
const dropPassword = ({ accountId }: MadeAccount) =>
  app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', accountId).execute()
const strand = (id: string) =>
  app.testStore.store.db
    .updateTable('passkeys')
    .set({ rp_id: 'old.example.com' })
    .where('id', '=', id)
    .execute()
const remove = (browser: Browser, id: string) => browser.delete(`/me/passkeys/${id}`)

describe('one’s own passkeys', () => {
  test('rule 28: a deleted one opens nothing from then on, and other sessions end', async () => {
    const ada = await makeAccount(app)
    const { id, soft } = await makePasskey(ada)
    const other = app.browser()
    await provePasskey(other, 'sign_in', soft)
    const waiting = app.browser()
    const signed = signedBy(soft, await askPasskey(waiting, 'sign_in'))
    const before = copy(ada.browser)
    expect((await remove(ada.browser, id)).body).toMatchObject({ endedSessions: 1 })
    for (const dead of [other, before]) expect((await dead.get('/me')).status).toBe(401)
    const late = await waiting.post('/auth/passkey/verify', { passkey: signed })
    expect(late.body.code).toBe('passkey_unknown')
    expect((await remove(ada.browser, id)).status).toBe(404)
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log?group=factors')
    expect(log.body.items[0]).toMatchObject({ act: 'passkey.removed', outcome: 'ok' })
  })

  test('rules 10 and 28: deleted while it is looked at, it begins no session', async () => {
    const ada = await makeAccount(app)
    const { id, soft } = await makePasskey(ada)
    const { db } = app.testStore.store
    const browser = app.browser()
    const signed = signedBy(soft, await askPasskey(browser, 'sign_in'))
    const { transaction } = app.testStore.store
    let passed = 0
    // The first transaction counts up; the second signs in.
    app.testStore.store.transaction = async (work) => {
      passed += 1
      if (passed === 2) await db.deleteFrom('passkeys').where('id', '=', id).execute()
      return transaction(work)
    }
    const answer = await browser.post('/auth/passkey/verify', { passkey: signed })
    app.testStore.store.transaction = transaction
    expect(passed).toBeGreaterThan(1)
    expect(answer.body.code).toBe('passkey_unknown')
    expect(browser.cookies.has('portico')).toBe(false)
  })

  test('rule 28: the last way in stays, and of two at once that delete the last two one is left', async () => {
    const ada = await makeAccount(app)
    const [one, two] = [await makePasskey(ada), await makePasskey(ada)]
    await dropPassword(ada)
    const answers = await Promise.all([one, two].map(({ id }) => remove(copy(ada.browser), id)))
    // The other one finds its session renewed, or that it would be the last.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { db } = app.testStore.store
    const left = await db
      .selectFrom('passkeys')
      .select('id')
      .where('account_id', '=', ada.accountId)
      .execute()
    expect(left).toHaveLength(1)
    const soft = left[0]?.id === one.id ? one.soft : two.soft
    const browser = app.browser()
    expect((await provePasskey(browser, 'sign_in', soft)).status).toBe(200)
    const last = await remove(browser, left[0]?.id as string)
    expect(last.body).toMatchObject({ status: 409, code: 'last_way_in' })
  })

  test('rule 28: one that is stranded or switched off is no way in', async () => {
    const ada = await makeAccount(app)
    const [one, two] = [await makePasskey(ada), await makePasskey(ada)]
    await dropPassword(ada)
    await strand(two.id)
    expect((await remove(ada.browser, one.id)).body.code).toBe('last_way_in')
    // Nothing of it happened.
    expect((await ada.browser.get<{ items: object[] }>('/me/passkeys')).body.items).toHaveLength(2)
    expect((await remove(ada.browser, two.id)).status).toBe(200)
  })

  test('a stranded one is shown as such, is none of the methods, and does nowhere', async () => {
    const ada = await makeAccount(app)
    const { id } = await makePasskey(ada)
    await strand(id)
    const list = await ada.browser.get<{ items: object[] }>('/me/passkeys')
    expect(list.body.items).toMatchObject([{ id, rpId: 'old.example.com', stranded: true }])
    app.clock.advance(600_001)
    expect((await ada.browser.post('/me/access-tokens', {})).body.methods).toEqual(['password'])
    expect((await askPasskey(ada.browser, 'confirm')).allowCredentials).toEqual([])
  })

  test('a changed public URL: how many are stranded is said to the operator, and in the log at the start', async () => {
    const operator = await makeAccount(app, { operator: true })
    const { id } = await makePasskey(operator)
    const health = async () =>
      (await operator.browser.get<{ passkeys: object }>('/admin/health')).body.passkeys
    const { total, stranded } = (await health()) as { total: number; stranded: number }
    await strand(id)
    expect(await health()).toEqual({ total, stranded: stranded + 1, host: 'localhost' })
    await warnOfStranded(app.deps)
    const said = `${stranded + 1} of ${total} passkeys were made for another host than localhost`
    expect(app.log.lines.some((line) => line.startsWith('warn') && line.includes(said))).toBe(true)
  })

  test('rule 41: somebody else’s is as if it were not there', async () => {
    const [ada, li] = [await makeAccount(app), await makeAccount(app)]
    const { id } = await makePasskey(ada)
    expect((await li.browser.patch(`/me/passkeys/${id}`, { name: 'mine' })).status).toBe(404)
    expect((await remove(li.browser, id)).status).toBe(404)
    expect((await li.browser.get<{ items: object[] }>('/me/passkeys')).body.items).toEqual([])
    const hers = await ada.browser.get<{ items: object[] }>('/me/passkeys')
    expect(hers.body.items).toMatchObject([{ id, name: 'Passkey' }])
    for (const name of ['', '   ', 'a'.repeat(81), 'a\u0000b'])
      expect((await ada.browser.patch(`/me/passkeys/${id}`, { name })).status).toBe(400)
    expect((await ada.browser.patch(`/me/passkeys/${id}`, { name: 'kitchen' })).body).toMatchObject({
      name: 'kitchen',
    })
  })
})
