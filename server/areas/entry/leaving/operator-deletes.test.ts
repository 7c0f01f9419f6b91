import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())
afterEach(() => decide(0))

async function decide(deletionGraceDays: number): Promise<void> {
  const answer = await operator.browser.patch('/admin/settings', { deletionGraceDays })
  expect(answer.status, answer.text).toBe(200)
}
const leave = ({ browser, username }: MadeAccount) => browser.request('DELETE', '/me', { username })
const exists = async ({ accountId }: MadeAccount) => {
  const row = app.testStore.store.db.selectFrom('accounts').select('id').where('id', '=', accountId)
  return (await row.executeTakeFirst()) !== undefined
}

describe('the operator deletes an account', () => {
  const remove = (by: MadeAccount, { accountId }: { accountId: string }, username: string) =>
    by.browser.request('DELETE', `/admin/accounts/${accountId}`, { username })

  test('at once, with a fresh proof and its username typed; nobody else does', async () => {
    const ada = await makeAccount(app)
    await decide(7)
    expect((await remove(ada, operator, operator.username)).status).toBe(403)
    expect((await remove(operator, ada, 'somebody')).body.code).toBe('username_mismatch')
    expect((await remove(operator, ada, ada.username)).body).toEqual({ state: 'gone', until: null })
    expect(await exists(ada)).toBe(false)
    expect((await remove(operator, ada, ada.username)).status).toBe(404)
    const log = app.testStore.store.db
      .selectFrom('audit_events')
      .selectAll()
      .where('act', '=', 'account.deleted')
    expect(await log.where('account_id', '=', operator.accountId).execute()).toMatchObject([
      { target: 'acc_deleted', details: '{}' },
    ])
  })

  test('not their own, and a sole owner’s neither', async () => {
    expect((await remove(operator, operator, operator.username)).body.code).toBe('own_account')
    const ada = await makeAccount(app)
    const shared = await makeOrganization(app, ada)
    await addMember(app, shared, operator, 'member')
    expect((await remove(operator, ada, ada.username)).body.code).toBe('sole_owner')
  })

  test('the last operator stays, also of 2 who delete each other at once', async () => {
    expect((await leave(operator)).body.code).toBe('last_operator')
    const second = await makeAccount(app, { operator: true })
    const answers = await Promise.all([
      remove(operator, second, second.username),
      remove(second, operator, operator.username),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    if (await exists(second)) operator = second
    expect((await leave(operator)).body.code).toBe('last_operator')
  })
})
