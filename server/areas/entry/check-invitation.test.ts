import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
  await app.testStore.store.transaction((tx) => app.services.settings.change(tx, { registration: 'invite' }))
})
afterAll(() => app.close())

const check = (token: string) => app.browser().post('/auth/invitation', { token })
async function invite(): Promise<{ id: string; token: string }> {
  const { body } = await operator.browser.post<{ id: string; url: string }>('/admin/invitations', {})
  return { id: body.id, token: new URL(body.url).searchParams.get('invitation') ?? '' }
}

test('checking a link uses nothing up; unknown, used, revoked and late ones are answered alike', async () => {
  const used = await invite()
  for (let times = 0; times < 3; times += 1) expect((await check(used.token)).body).toEqual({ usable: true })
  const person = { username: 'visitor7', email: 'v7@example.com', password: 'an otter under the pier' }
  const signedUp = await app.browser().post('/auth/sign-up', { ...person, invitation: used.token })
  expect(signedUp.status).toBe(201)
  const revoked = await invite()
  await operator.browser.delete(`/admin/invitations/${revoked.id}`)
  for (const token of [used.token, revoked.token, 'x'.repeat(40), '']) {
    const { status, text } = await check(token)
    expect([status, text]).toEqual([200, '{"usable":false}'])
  }
  const late = await invite()
  app.clock.advance(7 * 86_400_000)
  expect((await check(late.token)).body).toEqual({ usable: false })
})

test('rule 34: 300 checks an hour from one address', async () => {
  app.clock.advance(3_600_000)
  const answers = await Promise.all(Array.from({ length: 305 }, () => check('nothing')))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
})
