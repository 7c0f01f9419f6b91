import { afterEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/index.ts'
import { createAdminFromEnvironment, ensureSetupLink } from './index.ts'

let app: TestApp
afterEach(() => app.close())

const form = { username: 'keeper', email: 'keeper@example.com', password: 'a lamp in the window' }

async function setupToken(): Promise<string> {
  const link = (await ensureSetupLink(app.deps)) ?? ''
  expect(link).toMatch(/^http:\/\/localhost:3000\/setup\?token=[0-9a-z]{52}$/)
  return new URL(link).searchParams.get('token') ?? ''
}

describe('the first operator', () => {
  test('is made with the one-time link: proven address, starting credit, signed in', async () => {
    app = await testApp({ PORTICO_REGISTRATION: 'closed' })
    const token = await setupToken()
    expect((await app.browser().get('/auth/methods')).body).toMatchObject({
      setupNeeded: true,
      registration: 'closed',
    })
    const browser = app.browser()
    const answer = await browser.post('/setup', { ...form, token })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      account: { username: 'keeper', operator: true, emailVerified: true },
      personalOrganization: { slug: 'keeper' },
    })
    expect((await browser.get('/admin/accounts')).status).toBe(200)
    expect((await app.browser().get('/auth/methods')).body.setupNeeded).toBe(false)
    const { email, password } = form
    expect((await app.browser().post('/auth/sign-in', { email, password })).status).toBe(200)
    const credit = await app.testStore.store.db.selectFrom('ledger').select('amount_nanos').execute()
    expect(credit).toEqual([{ amount_nanos: 1_000_000_000n }])
  })

  test('a link is good once, also for 20 at once, and a second operator cannot come by one', async () => {
    app = await testApp()
    const token = await setupToken()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        app
          .browser()
          .post('/setup', { ...form, username: `keeper${i}`, email: `keeper${i}@example.com`, token }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array(19).fill(403)])
    expect(answers.find(({ status }) => status === 403)?.body.code).toBe('setup_link_invalid')
    expect(await ensureSetupLink(app.deps)).toBeNull()
    const { db } = app.testStore.store
    expect(await db.selectFrom('accounts').select('id').where('operator', '=', 1).execute()).toHaveLength(1)
  })

  test('each start makes a fresh link and only its digest is stored; another token is refused', async () => {
    app = await testApp()
    const old = await setupToken()
    const token = await setupToken()
    for (const bad of [old, '', 'x'.repeat(52), `${token}x`])
      expect((await app.browser().post('/setup', { ...form, token: bad })).body.code).toBe(
        'setup_link_invalid',
      )
    expect(
      JSON.stringify(await app.testStore.store.db.selectFrom('setup_links').selectAll().execute()),
    ).not.toContain(token)
    // A form that will not do leaves the link good.
    expect((await app.browser().post('/setup', { ...form, password: 'short', token })).status).toBe(400)
    expect((await app.browser().post('/setup', { ...form, token })).status).toBe(201)
    expect((await app.browser().post('/setup', { ...form, username: 'second', token })).status).toBe(403)
    expect(app.log.lines.join('\n')).not.toContain(token)
  })

  test('can come from the environment, once, also on several nodes at once', async () => {
    app = await testApp({
      PORTICO_ADMIN_USERNAME: form.username,
      PORTICO_ADMIN_EMAIL: form.email,
      PORTICO_ADMIN_PASSWORD: form.password,
    })
    const made = await Promise.all([1, 2, 3].map(() => createAdminFromEnvironment(app.deps, app.services)))
    expect(made.filter(Boolean)).toHaveLength(1)
    expect(await ensureSetupLink(app.deps)).toBeNull()
    const answer = await app
      .browser()
      .post('/auth/sign-in', { username: form.username, password: form.password })
    expect(answer.body.account).toMatchObject({ operator: true, emailVerified: true })
  })

  test('from the environment says what is missing or wrong', async () => {
    app = await testApp({ PORTICO_ADMIN_USERNAME: 'keeper' })
    await expect(createAdminFromEnvironment(app.deps, app.services)).rejects.toThrow('PORTICO_ADMIN_PASSWORD')
    const weak = { ...app.deps.config, adminEmail: form.email, adminPassword: 'short' }
    await expect(createAdminFromEnvironment({ ...app.deps, config: weak }, app.services)).rejects.toThrow(
      '15 characters',
    )
    expect(await ensureSetupLink(app.deps)).not.toBeNull()
  })
})
