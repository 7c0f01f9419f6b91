import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { hashesAtOnce } from './passwords/hash-threads.ts'
import { hashesWaiting } from './passwords/hasher.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const tenMinutesMs = 600_000

describe('confirmation', () => {
  test('rule 12: signing in counts for ten minutes, then the password does', async () => {
    const { browser, password } = await makeAccount(app, { operator: true })
    const act = () => browser.post('/admin/invitations', {})
    expect((await act()).status).toBe(201)
    app.clock.advance(tenMinutesMs + 1000)
    expect((await act()).body).toMatchObject({
      status: 403,
      code: 'confirmation_required',
      methods: ['password'],
    })
    const confirmed = await browser.post<{ confirmedUntil: string }>('/auth/confirm', { password })
    expect(confirmed.status).toBe(200)
    expect(Date.parse(confirmed.body.confirmedUntil) - app.clock.now()).toBeGreaterThan(tenMinutesMs - 5000)
    expect((await act()).status).toBe(201)
    expect((await browser.get('/auth/session')).body.confirmedUntil).toBe(confirmed.body.confirmedUntil)
  })

  test('rule 13: it is bound to the session that proved it', async () => {
    const { browser, username, password } = await makeAccount(app, { operator: true })
    const other = app.browser()
    await other.post('/auth/sign-in', { username, password })
    app.clock.advance(tenMinutesMs + 1000)
    expect((await browser.post('/auth/confirm', { password })).status).toBe(200)
    expect((await other.post('/admin/invitations', {})).body.code).toBe('confirmation_required')
    expect((await browser.post('/admin/invitations', {})).status).toBe(201)
  })

  test('a wrong password confirms nothing, is counted with sign-ins and is in the security log', async () => {
    const { browser, username, password } = await makeAccount(app, { operator: true })
    // Tries are counted in windows of 15 minutes: begin a fresh one, so that none ends in the middle.
    app.clock.advance(1_800_000 - (app.clock.now() % 900_000) + 1000)
    for (let i = 0; i < 20; i += 1)
      expect((await browser.post('/auth/confirm', { password: 'wrong' })).body.code).toBe('wrong_password')
    expect((await browser.post('/auth/confirm', { password })).body.code).toBe('too_many_requests')
    expect((await app.browser().post('/auth/sign-in', { username, password })).status).toBe(401)
    expect((await browser.post('/admin/invitations', {})).body.code).toBe('confirmation_required')
    const log = await browser.get<{ items: unknown[] }>('/me/security-log')
    expect(log.body.items[0]).toMatchObject({ act: 'account.signed_in', outcome: 'refused' })
    expect(log.body.items[1]).toMatchObject({ act: 'account.confirmed', outcome: 'refused' })
  })

  test('rule 34: where the server is too busy to look at the password, it was no try', async () => {
    const { browser, password } = await makeAccount(app)
    app.clock.advance(1_800_000 - (app.clock.now() % 900_000) + 1000)
    const confirm = (typed: string) => browser.post('/auth/confirm', { password: typed })
    for (let i = 0; i < 19; i += 1) expect((await confirm('wrong')).body.code).toBe('wrong_password')
    // Those under way and those that wait are all there is room for.
    let full = true
    const others = Array.from({ length: hashesAtOnce + hashesWaiting }, async () => {
      while (full) await app.services.passwords.hash('somebody else')
    })
    for (let i = 0; i < 5; i += 1)
      expect((await confirm(password)).body).toMatchObject({ status: 503, code: 'busy' })
    full = false
    await Promise.all(others)
    expect((await confirm(password)).status).toBe(200)
  })
})
