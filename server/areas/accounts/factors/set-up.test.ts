import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codeAt,
  makeAccount,
  makeSecondFactor,
  makeToken,
  nextStep,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

type Begun = { secret: string; otpauthUrl: string; recoveryCodes: string[]; expiresAt: string }
type State = { enabled: boolean; enabledAt: string | null; recoveryCodesLeft: number }

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const off = { enabled: false, enabledAt: null, recoveryCodesLeft: 0 }
const codeOf = (secret: string) => codeAt(secret, app.clock.now())
const wrong = (secret: string) => String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0')
const rowsOf = async (table: 'totp' | 'totp_setups' | 'recovery_codes', accountId: string) =>
  app.testStore.store.db.selectFrom(table).selectAll().where('account_id', '=', accountId).execute()

describe('setting an authenticator up', () => {
  test('rule 15: 160 bits, SHA-1, six digits, 30 seconds; sealed, and never shown again', async () => {
    const ada = await makeAccount(app)
    const { body } = await ada.browser.post<Begun>('/me/totp')
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/)
    const url = new URL(body.otpauthUrl)
    expect(`${url.protocol}//${url.host}`).toBe('otpauth://totp')
    expect(decodeURIComponent(url.pathname)).toBe(`/Portico:${ada.username}@localhost:3000`)
    expect(url.searchParams.get('secret')).toBe(body.secret)
    expect(url.searchParams.get('issuer')).toBe('Portico')
    for (const [name, standard] of [
      ['algorithm', 'SHA1'],
      ['digits', '6'],
      ['period', '30'],
    ] as const)
      expect([standard, null]).toContain(url.searchParams.get(name))
    await ada.browser.post('/me/totp/confirm', { code: codeOf(body.secret) })
    // Nor do the tables hold it: the canaries look for it when the app closes.
    expect((await ada.browser.get('/me/totp')).text).not.toContain(body.secret)
    const [live] = await rowsOf('totp', ada.accountId)
    expect(live).toMatchObject({ sealed: expect.stringMatching(/^v1\./) })
  })

  test('rule 16: nothing has effect before the first code, and an abandoned set-up changes nothing', async () => {
    const ada = await makeAccount(app)
    const { username, password } = ada
    const begun = await ada.browser.post<Begun>('/me/totp')
    expect(begun.body.recoveryCodes).toHaveLength(10)
    expect((await ada.browser.get<State>('/me/totp')).body).toEqual(off)
    expect(await rowsOf('recovery_codes', ada.accountId)).toEqual([])
    expect((await app.browser().post('/auth/sign-in', { username, password })).body).toHaveProperty('account')
    const refused = await ada.browser.post('/me/totp/confirm', { code: wrong(begun.body.secret) })
    expect(refused.body).toMatchObject({ status: 401, code: 'wrong_code', errors: [{ path: 'code' }] })
    expect((await ada.browser.get<State>('/me/totp')).body).toEqual(off)
    app.clock.advance(1_800_001)
    const late = await ada.browser.post('/me/totp/confirm', { code: codeOf(begun.body.secret) })
    expect(late.body.code).toBe('totp_setup_over')
    expect((await ada.browser.get<State>('/me/totp')).body).toEqual(off)
  })

  test('rule 16: a set-up belongs to the session that began it, and the last one counts', async () => {
    const ada = await makeAccount(app)
    const other = app.browser()
    await other.post('/auth/sign-in', { username: ada.username, password: ada.password })
    const first = await ada.browser.post<Begun>('/me/totp')
    const stolen = await other.post('/me/totp/confirm', { code: codeOf(first.body.secret) })
    expect(stolen.body.code).toBe('totp_setup_over')
    const second = await ada.browser.post<Begun>('/me/totp')
    const old = await ada.browser.post('/me/totp/confirm', { code: codeOf(first.body.secret) })
    expect(old.body.code).toBe('wrong_code')
    const done = await ada.browser.post('/me/totp/confirm', { code: codeOf(second.body.secret) })
    expect(done.body).toMatchObject({ enabled: true, recoveryCodesLeft: 10 })
  })

  test('rule 16: while it is live, another set-up leaves it as it is until its own first code', async () => {
    const ada = await makeSecondFactor(app)
    const again = await ada.browser.post<Begun>('/me/totp')
    const [before] = await rowsOf('totp', ada.accountId)
    expect((await ada.browser.post('/me/totp/confirm', { code: ada.code() })).body.code).toBe('wrong_code')
    const half = await ada.halfSignIn()
    expect((await half.post('/auth/second-factor', { code: ada.code() })).status).toBe(200)
    nextStep(app)
    expect((await rowsOf('totp', ada.accountId))[0]?.sealed).toBe(before?.sealed)
    const replaced = await ada.browser.post('/me/totp/confirm', { code: codeOf(again.body.secret) })
    expect(replaced.status).toBe(200)
    nextStep(app)
    const next = await ada.halfSignIn()
    expect((await next.post('/auth/second-factor', { code: ada.code() })).status).toBe(401)
    expect((await next.post('/auth/second-factor', { recoveryCode: ada.recoveryCodes[0] })).status).toBe(401)
    expect((await next.post('/auth/second-factor', { code: codeOf(again.body.secret) })).status).toBe(200)
  })

  test('rule 16: of 20 who complete one set-up at once, one does', async () => {
    const ada = await makeAccount(app)
    const { body } = await ada.browser.post<Begun>('/me/totp')
    nextStep(app)
    const cookies = new Map(ada.browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const browser = app.browser()
        for (const [name, value] of cookies) browser.cookies.set(name, value)
        return browser.post('/me/totp/confirm', { code: codeOf(body.secret) })
      }),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await rowsOf('recovery_codes', ada.accountId)).toHaveLength(10)
  })

  test('rules 8 and 10: enabling ends all other sessions at once, and this one goes on under a new token', async () => {
    const ada = await makeAccount(app)
    const other = app.browser()
    await other.post('/auth/sign-in', { username: ada.username, password: ada.password })
    const { body } = await ada.browser.post<Begun>('/me/totp')
    const old = app.browser()
    for (const [name, value] of ada.browser.cookies) old.cookies.set(name, value)
    const done = await ada.browser.post('/me/totp/confirm', { code: codeOf(body.secret) })
    expect(done.body).toMatchObject({ endedSessions: 1 })
    expect((await other.get('/me')).status).toBe(401)
    expect((await old.get('/me')).status).toBe(401)
    expect((await ada.browser.get('/me')).status).toBe(200)
  })

  test('rules 12 and 14: beginning needs a fresh confirmation, and an access token never does it', async () => {
    const ada = await makeAccount(app)
    const token = await makeToken(app, { owner: ada })
    for (const path of ['/me/totp', '/me/totp/confirm', '/me/recovery-codes'])
      expect((await app.browser().post(path, { code: '000000' }, token.headers)).body.code, path).toBe(
        'access_token_refused',
      )
    app.clock.advance(600_001)
    expect((await ada.browser.post('/me/totp')).body).toMatchObject({
      code: 'confirmation_required',
      methods: ['password'],
    })
  })

  test('rule 46: it is in the security log, without seed, code or recovery codes', async () => {
    const ada = await makeSecondFactor(app)
    const log = await ada.browser.get<{ items: { act: string }[] }>('/me/security-log')
    expect(log.body.items[0]).toMatchObject({ act: 'totp.enabled', outcome: 'ok' })
    const kept = JSON.stringify(await app.testStore.store.db.selectFrom('audit_events').selectAll().execute())
    for (const secret of [ada.seed, ...ada.recoveryCodes]) expect(kept).not.toContain(secret)
  })
})
