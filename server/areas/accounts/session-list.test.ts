import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const dayMs = 86_400_000

/** Another browser of the same person. */
async function alsoSignedIn(person: { username: string; password: string }): Promise<Browser> {
  const browser = app.browser()
  const { username, password } = person
  expect((await browser.post('/auth/sign-in', { username, password })).status).toBe(200)
  return browser
}
type Row = { id: string; current: boolean; ip: string; userAgent: string | null; endsAt: string }
const sessionsOf = async (browser: Browser): Promise<Row[]> =>
  (await browser.get('/me/sessions')).body.items as Row[]
const idOf = async (browser: Browser): Promise<string> =>
  (await sessionsOf(browser)).find((one) => one.current)?.id ?? ''
const alive = async (browser: Browser): Promise<boolean> =>
  (await browser.get('/auth/session')).status === 200

describe('rule 10: the person sees sessions and ends them', () => {
  test('each with device, address and last seen, the newest first, and which one asks; no secret among it', async () => {
    const ada = await makeAccount(app)
    const phone = await alsoSignedIn(ada)
    const rows = await sessionsOf(ada.browser)
    expect(rows).toHaveLength(2)
    expect(rows.map((row) => row.current)).toEqual([false, true])
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      ['createdAt', 'current', 'endsAt', 'id', 'ip', 'lastSeenAt', 'userAgent'].sort(),
    )
    expect(rows[0]?.ip).toBe('127.0.0.1')
    const text = JSON.stringify(rows)
    for (const browser of [ada.browser, phone])
      for (const token of browser.cookies.values()) expect(text).not.toContain(token)
  })

  test('page by page, like every list', async () => {
    const ada = await makeAccount(app)
    for (let i = 0; i < 3; i += 1) await alsoSignedIn(ada)
    const first = (await ada.browser.get('/me/sessions?limit=3')).body
    expect(first.items).toHaveLength(3)
    const second = (await ada.browser.get(`/me/sessions?limit=3&cursor=${first.nextCursor}`)).body
    expect(second).toMatchObject({ items: [{ current: true }], nextCursor: null })
  })

  test('what is over does not show, and cannot be ended again', async () => {
    const ada = await makeAccount(app)
    const old = await idOf(await alsoSignedIn(ada))
    app.clock.advance(13 * dayMs)
    expect(await alive(ada.browser)).toBe(true)
    app.clock.advance(2 * dayMs)
    const rows = await sessionsOf(ada.browser)
    expect(rows.map((row) => row.id)).not.toContain(old)
    expect(Date.parse(rows[0]?.endsAt ?? '')).toBeGreaterThan(app.clock.now())
  })

  test('ending one ends it at once, and only it', async () => {
    const ada = await makeAccount(app)
    const [phone, laptop] = [await alsoSignedIn(ada), await alsoSignedIn(ada)]
    expect((await ada.browser.delete(`/me/sessions/${await idOf(phone)}`)).status).toBe(204)
    expect(await alive(phone)).toBe(false)
    expect(await alive(laptop)).toBe(true)
    expect(await alive(ada.browser)).toBe(true)
  })

  test('ending this one is a sign-out: its cookie is taken back', async () => {
    const { browser } = await makeAccount(app)
    expect((await browser.delete(`/me/sessions/${await idOf(browser)}`)).status).toBe(204)
    expect(browser.cookies.get('portico') ?? '').toBe('')
    expect(await alive(browser)).toBe(false)
  })

  test('ending all others leaves this one, and says how many there were', async () => {
    const ada = await makeAccount(app)
    const others = [await alsoSignedIn(ada), await alsoSignedIn(ada)]
    const answer = await ada.browser.delete('/me/sessions')
    expect(answer).toMatchObject({ status: 200, body: { endedSessions: 2 } })
    for (const other of others) expect(await alive(other)).toBe(false)
    expect(await alive(ada.browser)).toBe(true)
    expect((await ada.browser.delete('/me/sessions')).body.endedSessions).toBe(0)
  })

  test("rules 10 and 41: somebody else's session is a 404, the same as one that never was, and goes on", async () => {
    const [ada, eve] = [await makeAccount(app), await makeAccount(app)]
    const id = await idOf(ada.browser)
    const foreign = await eve.browser.delete(`/me/sessions/${id}`)
    const unknown = await eve.browser.delete('/me/sessions/ses_01h00000000000000000000000')
    expect(foreign.status).toBe(404)
    const { requestId: _one, ...body } = foreign.body
    const { requestId: _other, ...same } = unknown.body
    expect(body).toEqual(same)
    expect(await alive(ada.browser)).toBe(true)
    expect((await eve.browser.delete('/me/sessions')).body.endedSessions).toBe(0)
    expect(await alive(ada.browser)).toBe(true)
  })

  test('of 20 who end the same session at once, one does', async () => {
    const ada = await makeAccount(app)
    const id = await idOf(await alsoSignedIn(ada))
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ada.browser.delete(`/me/sessions/${id}`)),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([204, ...Array.from({ length: 19 }, () => 404)])
  })

  test('of 20 who end all others at once, one stays and is told so; who was ended ends nobody', async () => {
    const ada = await makeAccount(app)
    const all = [ada.browser]
    while (all.length < 20) all.push(await alsoSignedIn(ada))
    const answers = await Promise.all(all.map((browser) => browser.delete('/me/sessions')))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 401)])
    const left = await Promise.all(all.map(alive))
    expect(left.filter(Boolean)).toHaveLength(1)
    expect(left.indexOf(true)).toBe(answers.findIndex(({ status }) => status === 200))
  })

  test('of two who end each other at once, one stays', async () => {
    const ada = await makeAccount(app)
    const other = await alsoSignedIn(ada)
    const [mine, theirs] = [await idOf(ada.browser), await idOf(other)]
    const answers = await Promise.all([
      ada.browser.delete(`/me/sessions/${theirs}`),
      other.delete(`/me/sessions/${mine}`),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401])
    expect([await alive(ada.browser), await alive(other)].filter(Boolean)).toHaveLength(1)
  })

  test('a hostile name of a session is a name of nothing', async () => {
    const { browser } = await makeAccount(app)
    for (const name of ['%00', "'%20or%201=1--", '%25', '..%2f..', 'x'.repeat(300)]) {
      const { status } = await browser.delete(`/me/sessions/${name}`)
      expect([400, 404], name).toContain(status)
    }
    expect(await alive(browser)).toBe(true)
  })

  test('rule 46: both are in the security log; where nothing was ended there is no line', async () => {
    const ada = await makeAccount(app)
    const phone = await idOf(await alsoSignedIn(ada))
    await ada.browser.delete(`/me/sessions/${phone}`)
    await ada.browser.delete(`/me/sessions/${phone}`)
    await ada.browser.delete('/me/sessions')
    const log = (await ada.browser.get('/me/security-log')).body.items as { act: string }[]
    const acts = log.map((one) => one.act)
    expect(acts.filter((act: string) => act.startsWith('session.'))).toEqual([
      'session.others_ended',
      'session.ended',
    ])
  })
})
