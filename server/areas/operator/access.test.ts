import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin } from '../../../contract/operator.ts'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
let person: MadeAccount
beforeAll(async () => {
  app = await testApp()
  person = await makeAccount(app)
})
afterAll(() => app.close())

/** Every route of the operator, once with a path that names something and once with one that names nothing. */
const routes = Object.values(admin).flatMap(({ method, path }) =>
  ['ups_sandbox', 'ups_unknown'].map((id) => ({
    method,
    path: path.replace('{id}', id).replace('{*model}', 'a/model'),
  })),
)

test.each(routes)(
  '$method $path is for the operator: 401 for outsiders, 403 for others, whether the thing is there or not',
  async ({ method, path }) => {
    for (const org of [person.slug, 'org_unknown']) {
      const named = path.replace('{org}', org)
      const body = method === 'GET' ? undefined : {}
      expect((await app.browser().request(method, named, body)).status).toBe(401)
      const answer = await person.browser.request(method, named, body)
      expect([answer.status, answer.body.code]).toEqual([403, 'operator_only'])
    }
  },
)

test('what touches money or secrets needs a fresh confirmation', async () => {
  const operator = await makeAccount(app, { operator: true })
  app.clock.advance(11 * 60_000)
  const answer = await operator.browser.patch('/admin/settings', { sandbox: false })
  expect([answer.status, answer.body.code]).toEqual([403, 'confirmation_required'])
  expect((await operator.browser.get('/admin/settings')).status).toBe(200)
})
