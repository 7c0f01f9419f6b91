import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const next = 'slow rivers carry lanterns'
const change = (
  { browser }: Pick<MadeAccount, 'browser'>,
  body: { currentPassword?: string; newPassword?: string; confirmPassword?: string },
) => browser.post('/me/password', { newPassword: next, confirmPassword: next, ...body })
const signIn = (username: string, password: string) =>
  app.browser().post('/auth/sign-in', { username, password })
async function another({ username, password }: MadeAccount) {
  const browser = app.browser()
  expect((await browser.post('/auth/sign-in', { username, password })).status).toBe(200)
  return browser
}
/** Tries are counted in windows of 15 minutes: begins a fresh one, so that none ends in the middle. */
const freshWindow = () => app.clock.advance(1_800_000 - (app.clock.now() % 900_000) + 1000)

describe('changing the password', () => {
  test('rule 4: with the current one; the new one signs in and the old one does not', async () => {
    const ada = await makeAccount(app)
    expect((await change(ada, { currentPassword: ada.password })).status).toBe(200)
    expect((await signIn(ada.username, ada.password)).status).toBe(401)
    expect((await signIn(ada.username, next)).status).toBe(200)
  })

  test('rules 4, 8 and 10: other sessions end at once, this one goes on under a new token', async () => {
    const ada = await makeAccount(app)
    const others = [await another(ada), await another(ada)]
    const old = new Map(ada.browser.cookies)
    const answer = await change(ada, { currentPassword: ada.password })
    expect(answer.body).toMatchObject({ endedSessions: 2 })
    for (const other of others) expect((await other.get('/me')).status).toBe(401)
    expect((await ada.browser.get('/me')).status).toBe(200)
    const stolen = app.browser()
    for (const [name, value] of old) stolen.cookies.set(name, value)
    expect((await stolen.get('/me')).status).toBe(401)
    // Somebody else's are not touched.
    const li = await makeAccount(app)
    await change(ada, { currentPassword: next, newPassword: `${next}!`, confirmPassword: `${next}!` })
    expect((await li.browser.get('/me')).status).toBe(200)
  })

  test('rule 12: it carries its own proof, and counts as a confirmation', async () => {
    const ada = await makeAccount(app, { operator: true })
    app.clock.advance(600_001)
    expect((await ada.browser.post('/admin/invitations', {})).body.code).toBe('confirmation_required')
    const answer = await change(ada, { currentPassword: ada.password })
    expect(answer.status).toBe(200)
    expect((await ada.browser.post('/admin/invitations', {})).status).toBe(201)
    expect((await ada.browser.get('/auth/session')).body.confirmedUntil).toBe(answer.body.confirmedUntil)
  })

  test('rule 4: a wrong or missing current password and a confirmation that differs change nothing', async () => {
    const ada = await makeAccount(app)
    const other = await another(ada)
    const refusals: [Parameters<typeof change>[1], number, string, string][] = [
      [{ currentPassword: 'not the password at all' }, 401, 'wrong_password', 'currentPassword'],
      [{}, 400, 'current_password_needed', 'currentPassword'],
      [{ currentPassword: '' }, 400, 'current_password_needed', 'currentPassword'],
      [
        { currentPassword: ada.password, confirmPassword: `${next} ` },
        400,
        'passwords_differ',
        'confirmPassword',
      ],
      [
        { currentPassword: ada.password, confirmPassword: next.toUpperCase() },
        400,
        'passwords_differ',
        'confirmPassword',
      ],
      [
        { currentPassword: ada.password, newPassword: ada.password, confirmPassword: ada.password },
        400,
        'password_unchanged',
        'newPassword',
      ],
    ]
    for (const [body, status, code, path] of refusals)
      expect((await change(ada, body)).body, JSON.stringify(body)).toMatchObject({
        status,
        code,
        errors: [{ path }],
      })
    expect((await other.get('/me')).status).toBe(200)
    expect((await signIn(ada.username, ada.password)).status).toBe(200)
  })

  test('rules 1 to 3: the new password obeys the rules of any other', async () => {
    const ada = await makeAccount(app)
    for (const [newPassword, code] of [
      ['too short', 'password_too_short'],
      ['x'.repeat(1025), 'password_too_long'],
      ['passwordpassword', 'password_too_common'],
      [`${ada.username}-${ada.username}`, 'password_guessable'],
    ] as const)
      expect(
        (await change(ada, { currentPassword: ada.password, newPassword, confirmPassword: newPassword }))
          .body,
      ).toMatchObject({ status: 400, code, errors: [{ path: 'newPassword' }] })
  })

  test('rule 2: the confirmation may be composed another way, and nothing is cut', async () => {
    const ada = await makeAccount(app)
    const long = `caf\u00e9 ${'by the quiet harbour '.repeat(5)}`
    const answer = await change(ada, {
      currentPassword: ada.password,
      newPassword: long,
      confirmPassword: long.replace('\u00e9', 'e\u0301'),
    })
    expect(answer.status).toBe(200)
    expect((await signIn(ada.username, long.slice(0, 72))).status).toBe(401)
    expect((await signIn(ada.username, long)).status).toBe(200)
  })

  test('rule 34: tries of the current password count with sign-ins, and the right one fails during the lock', async () => {
    const ada = await makeAccount(app)
    freshWindow()
    const wrong = { currentPassword: 'not the password at all' }
    for (let i = 0; i < 20; i += 1) expect((await change(ada, wrong)).body.code).toBe('wrong_password')
    expect((await change(ada, { currentPassword: ada.password })).body.code).toBe('too_many_requests')
    expect((await signIn(ada.username, ada.password)).status).toBe(401)
    expect((await ada.browser.post('/auth/confirm', { password: ada.password })).body.code).toBe(
      'too_many_requests',
    )
  })

  test('rule 34: the count is not outrun by 40 at once', async () => {
    const ada = await makeAccount(app)
    freshWindow()
    const wrong = { currentPassword: 'not the password at all' }
    const answers = await Promise.all(Array.from({ length: 40 }, () => change(ada, wrong)))
    expect(answers.filter(({ body }) => body.code === 'wrong_password')).toHaveLength(20)
    expect(answers.filter(({ body }) => body.code === 'too_many_requests')).toHaveLength(20)
  })

  test('of 10 changes at once with the same current password, one is made', async () => {
    const ada = await makeAccount(app)
    const browsers = await Promise.all(Array.from({ length: 10 }, () => another(ada)))
    const answers = await Promise.all(
      browsers.map((browser, i) => {
        const newPassword = `${next} ${i}`
        return change(
          { browser },
          { currentPassword: ada.password, newPassword, confirmPassword: newPassword },
        )
      }),
    )
    const good = answers.flatMap(({ status }, i) => (status === 200 ? [i] : []))
    expect(good).toHaveLength(1)
    expect((await signIn(ada.username, `${next} ${good[0]}`)).status).toBe(200)
    const alive = await Promise.all(browsers.map((browser) => browser.get('/me')))
    expect(alive.flatMap(({ status }, i) => (status === 200 ? [i] : []))).toEqual(good)
  })

  test('rule 4: an account without a password sets its first one after a fresh confirmation', async () => {
    const ada = await makeAccount(app)
    await app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', ada.accountId).execute()
    app.clock.advance(600_001)
    expect((await change(ada, {})).body).toMatchObject({
      status: 403,
      code: 'confirmation_required',
      methods: [],
    })
    await app.testStore.store.db
      .updateTable('sessions')
      .set({ confirmed_until: app.clock.now() + 60_000 })
      .where('account_id', '=', ada.accountId)
      .execute()
    const answers = await Promise.all([change(ada, {}), change(ada, {})])
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200])
    expect((await signIn(ada.username, next)).status).toBe(200)
  })

  test('rule 46: done or refused, it is in the security log and the audit log, without the password', async () => {
    const ada = await makeAccount(app)
    await change(ada, { currentPassword: 'not the password at all' })
    await change(ada, { currentPassword: ada.password })
    const log = await ada.browser.get<{ items: { act: string; outcome: string; ip: string }[] }>(
      '/me/security-log',
    )
    expect(log.body.items.slice(0, 2)).toMatchObject([
      { act: 'account.password_changed', outcome: 'ok', ip: '127.0.0.1' },
      { act: 'account.password_changed', outcome: 'refused' },
    ])
    expect(log.text).not.toContain(next)
  })
})
