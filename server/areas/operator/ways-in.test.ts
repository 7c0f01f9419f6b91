import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makePasskey,
  makeSecondFactor,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

let app: TestApp
let olivia: MadeAccount
beforeAll(async () => {
  app = await testApp()
  olivia = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const counts = async () => (await olivia.browser.get('/admin/ways-in')).body
const detail = async ({ accountId }: MadeAccount) =>
  (await olivia.browser.get(`/admin/accounts/${accountId}`)).body

test('who has no second factor is counted, before one is required; who is disabled is not', async () => {
  const ada = await makeSecondFactor(app)
  const eve = await makeAccount(app)
  expect(await counts()).toMatchObject({
    ...{ people: 3, withoutSecondFactor: 2, operators: 1, operatorsWithoutSecondFactor: 1 },
  })
  await olivia.browser.patch(`/admin/accounts/${eve.accountId}`, { disabled: true })
  await olivia.browser.patch(`/admin/accounts/${ada.accountId}`, { operator: true })
  expect(await counts()).toMatchObject({
    ...{ people: 2, withoutSecondFactor: 1, operators: 2, operatorsWithoutSecondFactor: 1 },
  })
})

test('an account says what its person signs in by', async () => {
  const ada = await makeAccount(app)
  expect(await detail(ada)).toMatchObject({ password: true, passkeys: 0, linked: [] })
  await olivia.browser.patch('/admin/settings', { passkeys: true })
  await makePasskey(ada)
  expect(await detail(ada)).toMatchObject({ password: true, passkeys: 1, linked: [] })
})
