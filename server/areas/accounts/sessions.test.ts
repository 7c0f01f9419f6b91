import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { sweepSessions } from './index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const cookie = 'portico'
const dayMs = 86_400_000
const tokenOf = (browser: Browser): string => browser.cookies.get(cookie) ?? ''

/** Whether a token opens a session, in a browser that has nothing else. */
async function alive(token: string): Promise<boolean> {
  const other = app.browser()
  other.cookies.set(cookie, token)
  return (await other.get('/auth/session')).status === 200
}

describe('sessions', () => {
  test('rule 8: signing in makes a new session, and the one that the browser had is dead', async () => {
    const { browser, username, password } = await makeAccount(app)
    const first = tokenOf(browser)
    expect(await alive(first)).toBe(true)
    expect((await browser.post('/auth/sign-in', { username, password })).status).toBe(200)
    expect(tokenOf(browser)).not.toBe(first)
    expect(await alive(tokenOf(browser))).toBe(true)
    expect(await alive(first)).toBe(false)
  })

  test('rule 8: confirming renews the session id; of 20 at once one gets it and the rest are told to repeat', async () => {
    const { browser, password } = await makeAccount(app)
    const first = tokenOf(browser)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const tab = app.browser()
        tab.cookies.set(cookie, first)
        return tab.post('/auth/confirm', { password }).then(({ status, body }) => ({ status, body, tab }))
      }),
    )
    const winners = answers.filter(({ status }) => status === 200)
    expect(winners).toHaveLength(1)
    for (const { status, body } of answers) if (status !== 200) expect(body.code).toBe('session_required')
    expect(await alive(first)).toBe(false)
    expect(await alive(tokenOf(winners[0]?.tab as Browser))).toBe(true)
  })

  test('rule 8: a planted id is never adopted', async () => {
    const planted = 'a'.repeat(52)
    const browser = app.browser()
    browser.cookies.set(cookie, planted)
    const { username, password } = await makeAccount(app)
    expect((await browser.post('/auth/sign-in', { username, password })).status).toBe(200)
    expect(tokenOf(browser)).not.toBe(planted)
    expect(await alive(planted)).toBe(false)
  })

  test('rule 9: the cookie is HttpOnly, SameSite=Lax, Path=/; Secure and __Host- on https', async () => {
    const plain = await makeAccount(app)
    const again = await plain.browser.post('/auth/confirm', { password: plain.password })
    expect(again.headers['set-cookie']).toMatch(
      /^portico=[0-9a-z]{52}; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const secure = await testApp({ PORTICO_PUBLIC_URL: 'https://portico.example' })
    try {
      const { browser, password } = await makeAccount(secure)
      const answer = await browser.post('/auth/confirm', { password })
      expect(answer.headers['set-cookie']).toMatch(
        /^__Host-portico=[0-9a-z]{52}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      )
    } finally {
      await secure.close()
    }
  })

  test('rule 9: only a digest of the session id is stored', async () => {
    const { browser } = await makeAccount(app)
    const rows = await app.testStore.store.db.selectFrom('sessions').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(tokenOf(browser))
  })

  test('rule 9: a session ends after 14 idle days, and after 90 days however busy', async () => {
    const own = await testApp()
    try {
      const idle = await makeAccount(own)
      const { browser } = await makeAccount(own)
      own.clock.advance(13 * dayMs)
      expect((await browser.get('/me')).status).toBe(200)
      own.clock.advance(2 * dayMs)
      expect((await browser.get('/me')).status).toBe(200)
      expect((await idle.browser.get('/me')).status).toBe(401)
      for (let day = 15; day < 89; day += 10) {
        own.clock.advance(10 * dayMs)
        if (day + 10 < 90) expect((await browser.get('/me')).status, `day ${day + 10}`).toBe(200)
      }
      expect((await browser.get('/me')).status).toBe(401)
    } finally {
      await own.close()
    }
  })

  test('"last seen" is written at most once a minute', async () => {
    const own = await testApp()
    try {
      const { browser } = await makeAccount(own)
      const seen = async () =>
        (await own.testStore.store.db.selectFrom('sessions').select('last_seen_at').executeTakeFirst())
          ?.last_seen_at
      const first = await seen()
      own.clock.advance(30_000)
      await browser.get('/me')
      expect(await seen()).toBe(first)
      own.clock.advance(31_000)
      await browser.get('/me')
      expect(await seen()).toBeGreaterThan(first as number)
    } finally {
      await own.close()
    }
  })

  test('sessions that are over are forgotten, others stay', async () => {
    const own = await testApp()
    try {
      await makeAccount(own)
      own.clock.advance(15 * dayMs)
      const { accountId } = await makeAccount(own)
      await sweepSessions(own.deps, own.services.settings)
      const left = await own.testStore.store.db.selectFrom('sessions').select('account_id').execute()
      expect(left).toEqual([{ account_id: accountId }])
    } finally {
      await own.close()
    }
  })

  test('an account has 100 sessions at most: with one more, the one that was unused longest ends', async () => {
    const own = await testApp()
    try {
      const { browser, accountId, username, password } = await makeAccount(own)
      const grace = await makeAccount(own)
      const signIn = async () => {
        own.clock.advance(1000)
        const other = own.browser()
        expect((await other.post('/auth/sign-in', { username, password })).status).toBe(200)
        return other
      }
      const count = async () =>
        (
          await own.testStore.store.db
            .selectFrom('sessions')
            .select('id')
            .where('account_id', '=', accountId)
            .execute()
        ).length
      const first = await signIn()
      for (let i = 0; i < 98; i += 1) await signIn()
      expect(await count()).toBe(100)
      // Whoever comes back is seen again: the oldest session is not the one that nobody uses.
      own.clock.advance(61_000)
      expect((await browser.get('/me')).status).toBe(200)
      const last = await signIn()
      expect(await count()).toBe(100)
      expect((await first.get('/me')).status).toBe(401)
      for (const one of [browser, last, grace.browser]) expect((await one.get('/me')).status).toBe(200)
    } finally {
      await own.close()
    }
  })

  test('rule 9: signing out ends the session, clears the cookie and the browser', async () => {
    const { browser } = await makeAccount(app)
    const token = tokenOf(browser)
    const answer = await browser.post('/auth/sign-out')
    expect(answer.status).toBe(204)
    // The cookie by which the browser is a known one stays (rule 11); the session's is cleared by name.
    expect(answer.headers['clear-site-data']).toBe('"storage"')
    expect(browser.cookies.has(cookie)).toBe(false)
    expect(await alive(token)).toBe(false)
  })

  test('rule 10: disabling an account ends its sessions at once, and it cannot sign in', async () => {
    const operator = await makeAccount(app, { operator: true })
    const person = await makeAccount(app)
    const { username, password, accountId } = person
    expect((await operator.browser.patch(`/admin/accounts/${accountId}`, { disabled: true })).status).toBe(
      200,
    )
    expect((await person.browser.get('/me')).status).toBe(401)
    expect((await app.browser().post('/auth/sign-in', { username, password })).body.code).toBe(
      'account_disabled',
    )
    expect((await app.browser().post('/auth/sign-in', { username, password: 'wrong one' })).body.code).toBe(
      'invalid_credentials',
    )
    await operator.browser.patch(`/admin/accounts/${accountId}`, { disabled: false })
    expect((await person.browser.get('/me')).status).toBe(401)
    expect((await app.browser().post('/auth/sign-in', { username, password })).status).toBe(200)
  })
})
