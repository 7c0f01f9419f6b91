import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { sweepSessions } from '../accounts/index.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())
afterEach(() => decide(standard))

const signIn = ({ username, password }: MadeAccount, browser: Browser = app.browser()) =>
  browser.post('/auth/sign-in', { username, password })
/** The operator decides, freshly signed in. */
async function decide(changes: Record<string, unknown>): Promise<void> {
  await signIn(operator, operator.browser)
  const answer = await operator.browser.patch('/admin/settings', changes)
  expect(answer.status, answer.text).toBe(200)
}
const status = async (browser: Browser) => (await browser.get('/me')).status
type Shown = { createdAt: string; endsAt: string }
const standard = { sessionIdleDays: 14, sessionDays: 90, lockoutTries: 20, lockoutMinutes: 15 }

describe('rule 9: how long sessions last is the operator’s decision', () => {
  test('a shorter idle limit ends sessions that are there, with their next request; a longer one lets them live', async () => {
    const ada = await makeAccount(app)
    const quiet = await makeAccount(app)
    app.clock.advance(3 * dayMs)
    expect(await status(ada.browser)).toBe(200)
    await decide({ sessionIdleDays: 2 })
    expect(await status(quiet.browser)).toBe(401)
    expect(await status(ada.browser)).toBe(200)
    app.clock.advance(2 * dayMs)
    expect(await status(ada.browser)).toBe(401)
    // Nothing was thrown away by that: with the longer limit they are within it again.
    await decide({ sessionIdleDays: 30 })
    expect(await status(ada.browser)).toBe(200)
    app.clock.advance(20 * dayMs)
    expect(await status(ada.browser)).toBe(200)
  })

  test('a shorter limit in all ends a session however busy, and its list says when one ends', async () => {
    const ada = await makeAccount(app)
    for (const _ of [1, 2, 3]) {
      app.clock.advance(dayMs)
      expect(await status(ada.browser)).toBe(200)
    }
    await decide({ sessionDays: 5 })
    const { body } = await ada.browser.get<{ items: Shown[] }>('/me/sessions')
    const [{ createdAt, endsAt }] = body.items as [Shown]
    expect(Date.parse(endsAt) - Date.parse(createdAt)).toBe(5 * dayMs)
    app.clock.advance(2 * dayMs)
    expect(await status(ada.browser)).toBe(401)
    const seen = await signedIn(ada.accountId)
    expect(seen).toBe(0)
    await sweepSessions(app.deps, app.services.settings)
  })

  test('a year is the longest, a day the shortest, and each change is in the audit log', async () => {
    await signIn(operator, operator.browser)
    for (const body of [{ sessionDays: 0 }, { sessionDays: 366 }, { sessionIdleDays: 1.5 }])
      expect((await operator.browser.patch('/admin/settings', body)).status, JSON.stringify(body)).toBe(400)
    await decide({ sessionDays: 365, sessionIdleDays: 365 })
    const ada = await makeAccount(app)
    app.clock.advance(364 * dayMs)
    expect(await status(ada.browser)).toBe(200)
    app.clock.advance(dayMs)
    expect(await status(ada.browser)).toBe(401)
    const events = await app.testStore.store.db
      .selectFrom('audit_events')
      .select('details')
      .where('act', '=', 'settings.updated')
      .orderBy('id', 'desc')
      .execute()
    expect(events.map(({ details }) => JSON.parse(details ?? '{}'))).toContainEqual({
      sessionDays: { from: 90, to: 365 },
      sessionIdleDays: { from: 14, to: 365 },
    })
  })

  async function signedIn(accountId: string): Promise<number> {
    await signIn(operator, operator.browser)
    return (await operator.browser.get<{ sessions: number }>(`/admin/accounts/${accountId}`)).body.sessions
  }
})

describe('rule 34: how many wrong passwords an account takes is the operator’s decision', () => {
  /** So that no window ends within a test. */
  const beginHour = () => app.clock.advance(60 * minuteMs - (app.clock.now() % (60 * minuteMs)) + 1000)
  const wrong = (ada: MadeAccount) => signIn({ ...ada, password: 'not the password of anybody' })

  test('∥20: at the sign-in no more than that many are looked at, the right one neither, until the minutes are over', async () => {
    await decide({ lockoutTries: 4, lockoutMinutes: 30 })
    beginHour()
    const ada = await makeAccount(app)
    const answers = await Promise.all(Array.from({ length: 20 }, () => wrong(ada)))
    const codes = answers.map(({ body }) => body.code)
    expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(4)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(16)
    app.clock.advance(20 * minuteMs)
    expect((await signIn(ada)).status).toBe(429)
    app.clock.advance(10 * minuteMs)
    expect((await signIn(ada)).status).toBe(200)
  })

  test('and at every form that asks for it', async () => {
    await decide({ lockoutTries: 3 })
    beginHour()
    const ada = await makeAccount(app)
    const confirm = (password: string) => ada.browser.post('/auth/confirm', { password })
    for (const _ of [1, 2, 3]) expect((await confirm('not the password')).body.code).toBe('wrong_password')
    expect((await confirm(ada.password)).status).toBe(429)
    const changed = { currentPassword: ada.password, newPassword: 'a new quiet harbour 7' }
    const change = await ada.browser.post('/me/password', {
      ...changed,
      confirmPassword: changed.newPassword,
    })
    expect(change.status).toBe(429)
    // More tries are obeyed at once as well.
    await decide({ lockoutTries: 20 })
    expect((await confirm(ada.password)).status).toBe(200)
  })
})
