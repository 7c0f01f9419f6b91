import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  makeAccount,
  makePasskey,
  provePasskey,
  switchPasskeys,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await switchPasskeys(app, true)
})
afterAll(() => app.close())

const person = async (how: Parameters<typeof makePasskey>[1] = {}) => {
  const account = await makeAccount(app)
  return { ...account, passkey: await makePasskey(account, how) }
}
const rowOf = (id: string) =>
  app.testStore.store.db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('the count of uses', () => {
  test('rule 26: equal or lower is refused, told by mail and in the log; higher goes on', async () => {
    const ada = await person({ counter: 10 })
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', ada.accountId).execute()
    const { soft } = ada.passkey
    expect((await provePasskey(app.browser(), 'sign_in', soft)).status).toBe(200)
    for (const counter of [11, 10, 0]) {
      const answer = await provePasskey(app.browser(), 'sign_in', soft, { counter })
      expect(answer.body, String(counter)).toMatchObject({ status: 401, code: 'passkey_copied' })
    }
    expect((await rowOf(ada.passkey.id)).counter).toBe(11)
    expect((await provePasskey(app.browser(), 'sign_in', soft, { counter: 4_294_967_295 })).status).toBe(200)
    const log = await ada.browser.get<{ items: { act: string }[] }>('/me/security-log')
    const copied = log.body.items.filter(({ act }) => act === 'passkey.copied')
    expect(copied).toHaveLength(3)
    expect(copied[0]).toMatchObject({ outcome: 'refused' })
    const mails = await db
      .selectFrom('mails')
      .select('kind')
      .where('account_id', '=', ada.accountId)
      .where('kind', '=', 'passkey_copied')
      .execute()
    expect(mails).toHaveLength(3)
  })

  test('rule 26: of 20 copies at once with the same count one signs in; one that never counts always does', async () => {
    const ada = await person({ counter: 5 })
    const times = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, act))
    const answers = await times(() =>
      provePasskey(app.browser(), 'sign_in', ada.passkey.soft, { counter: 6 }),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'passkey_copied')).toHaveLength(19)
    const li = await person()
    const uncounted = await times(() => provePasskey(app.browser(), 'sign_in', li.passkey.soft))
    expect(uncounted.filter(({ status }) => status === 200)).toHaveLength(20)
  })

  test('a forged signature raises no count and tells nobody', async () => {
    const ada = await person({ counter: 5 })
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    for (const counter of [1, 1000])
      expect(
        (await provePasskey(app.browser(), 'sign_in', ada.passkey.soft, { key, counter })).body.code,
      ).toBe('passkey_refused')
    expect((await rowOf(ada.passkey.id)).counter).toBe(5)
  })
})
