import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../../../testing/index.ts'
import { makeAccount, makeSecondFactor, nextStep, type TestApp, testApp } from '../../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const finish = (browser: Browser, body: object) => browser.post('/auth/second-factor', body)
const freshWindow = (): void => app.clock.advance(172_800_000 - (app.clock.now() % 86_400_000) + 1000)
const leftOf = async (browser: Browser) =>
  (await browser.get<{ recoveryCodesLeft: number }>('/me/totp')).body.recoveryCodesLeft

describe('recovery codes', () => {
  test('rule 19: ten, readable, hashed with argon2id; each is good once, and what is left is said', async () => {
    const ada = await makeSecondFactor(app)
    expect(ada.recoveryCodes).toHaveLength(10)
    expect(new Set(ada.recoveryCodes).size).toBe(10)
    for (const code of ada.recoveryCodes) {
      expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/)
      // That neither the whole nor its secret part is kept anywhere is looked for when the app closes.
      app.canaries.plant(code.replaceAll('-', ''))
      app.canaries.plant(code.slice(5))
    }
    const rows = await app.testStore.store.db
      .selectFrom('recovery_codes')
      .select('hash')
      .where('account_id', '=', ada.accountId)
      .execute()
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$/)
    const [first = '', second = ''] = ada.recoveryCodes
    const signedIn = await ada.halfSignIn()
    expect((await finish(signedIn, { recoveryCode: first })).status).toBe(200)
    expect((await finish(await ada.halfSignIn(), { recoveryCode: first })).body.code).toBe(
      'wrong_recovery_code',
    )
    expect(await leftOf(ada.browser)).toBe(9)
    // As people write them down and type them in.
    const typed = second.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')
    expect((await finish(await ada.halfSignIn(), { recoveryCode: ` ${typed} ` })).status).toBe(200)
    expect(await leftOf(ada.browser)).toBe(8)
  })

  test('rule 19: they cost to guess what a password costs', async () => {
    const real = await testApp({}, { passwords: {} })
    await makeSecondFactor(real)
    const rows = await real.testStore.store.db.selectFrom('recovery_codes').select('hash').execute()
    await real.close()
    expect(rows).toHaveLength(10)
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('rule 19: of 20 who use one code at once, one gets in', async () => {
    const ada = await makeSecondFactor(app)
    freshWindow()
    const halves: Browser[] = []
    for (let i = 0; i < 20; i += 1) halves.push(await ada.halfSignIn())
    const answers = await Promise.all(
      halves.map((half) => finish(half, { recoveryCode: ada.recoveryCodes[3] })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await leftOf(ada.browser)).toBe(9)
  })

  test('somebody else’s code is none', async () => {
    const [ada, li] = [await makeSecondFactor(app), await makeSecondFactor(app)]
    expect((await finish(await li.halfSignIn(), { recoveryCode: ada.recoveryCodes[0] })).status).toBe(401)
    expect(await leftOf(ada.browser)).toBe(10)
  })

  test('with none left, the ways to go on name it no more', async () => {
    const ada = await makeSecondFactor(app)
    for (const recoveryCode of ada.recoveryCodes)
      expect((await finish(await ada.halfSignIn(), { recoveryCode })).status).toBe(200)
    const { username, password } = ada
    const half = await app.browser().post('/auth/sign-in', { username, password })
    expect(half.body).toEqual({ next: 'second_factor', methods: ['totp'] })
  })

  test('rule 13: a sign-in by a recovery code cannot by itself add a factor, renewed or not', async () => {
    const ada = await makeSecondFactor(app)
    const browser = await ada.halfSignIn()
    await finish(browser, { recoveryCode: ada.recoveryCodes[0] })
    const begin = () => browser.post('/me/totp')
    const refusal = { status: 403, code: 'confirmation_required', methods: ['totp', 'recovery_code'] }
    expect((await begin()).body).toMatchObject(refusal)
    // A new token makes no other session of it.
    const next = 'slow rivers carry lanterns'
    await browser.post('/me/password', {
      currentPassword: ada.password,
      newPassword: next,
      confirmPassword: next,
    })
    expect((await begin()).body).toMatchObject(refusal)
    expect((await browser.post('/auth/confirm', { password: next })).body.code).toBe(
      'confirmation_method_refused',
    )
    // The same code proves nothing more; another proof does.
    const used = await browser.post('/auth/confirm', { recoveryCode: ada.recoveryCodes[0] })
    expect(used.body.code).toBe('wrong_recovery_code')
    expect((await begin()).body).toMatchObject(refusal)
    expect((await browser.post('/auth/confirm', { code: ada.code() })).status).toBe(200)
    expect((await begin()).status).toBe(200)
  })

  test('rule 13: nor does it make a device trusted, which would sign in as if by the authenticator', async () => {
    const ada = await makeSecondFactor(app)
    const half = await ada.halfSignIn()
    const answer = await finish(half, { recoveryCode: ada.recoveryCodes[0], trustDevice: true })
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'trustDevice' }] })
    expect((await finish(half, { recoveryCode: ada.recoveryCodes[0] })).status).toBe(200)
  })

  test('rule 19: new ones kill the old ones, used or not', async () => {
    const ada = await makeSecondFactor(app)
    const proof = { password: ada.password, code: ada.code() }
    const { body } = await ada.browser.post<{ recoveryCodes: string[] }>('/me/recovery-codes', proof)
    expect(body).toMatchObject({ recoveryCodesLeft: 10, enabled: true })
    expect(body.recoveryCodes).toHaveLength(10)
    const half = await ada.halfSignIn()
    expect((await finish(half, { recoveryCode: ada.recoveryCodes[1] })).status).toBe(401)
    expect((await finish(half, { recoveryCode: body.recoveryCodes[1] })).status).toBe(200)
  })
})

describe('turning it off, and new recovery codes', () => {
  const disable = (browser: Browser, body: object) => browser.request('DELETE', '/me/totp', body)
  const renew = (browser: Browser, body: object) => browser.post('/me/recovery-codes', body)

  test('rule 20: need the account password and a current code, a confirmation notwithstanding', async () => {
    const ada = await makeSecondFactor(app)
    const { password } = ada
    const [recoveryCode] = ada.recoveryCodes
    for (const act of [disable, renew]) {
      nextStep(app)
      const [code, fresh] = [ada.code(), ada.code(1)]
      expect((await ada.browser.post('/auth/confirm', { code })).status).toBe(200)
      for (const [body, status, problem] of [
        [{ code: fresh }, 400, { code: 'current_password_needed', errors: [{ path: 'password' }] }],
        [{ password }, 400, { code: 'invalid_request' }],
        [{ password, recoveryCode }, 400, { code: 'invalid_request' }],
        [{ password, code: recoveryCode }, 401, { code: 'wrong_code', errors: [{ path: 'code' }] }],
        [{ password, code }, 401, { code: 'wrong_code' }],
        [{ password: 'wrong', code: fresh }, 401, { code: 'wrong_password', errors: [{ path: 'password' }] }],
      ] as const)
        expect((await act(ada.browser, body)).body, JSON.stringify(body)).toMatchObject({
          status,
          ...problem,
        })
      expect(await leftOf(ada.browser)).toBe(10)
      nextStep(app, 2)
    }
    const done = await disable(ada.browser, { password, code: ada.code() })
    expect(done.body).toMatchObject({ enabled: false, recoveryCodesLeft: 0 })
    const { username } = ada
    expect((await app.browser().post('/auth/sign-in', { username, password })).body).toHaveProperty('account')
    expect((await disable(ada.browser, { password, code: ada.code() })).body.code).toBe('totp_not_enabled')
  })

  test('rule 20: an account without a password confirms with another factor, and sends the code', async () => {
    const ada = await makeSecondFactor(app)
    await app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', ada.accountId).execute()
    app.clock.advance(600_001)
    nextStep(app)
    expect((await disable(ada.browser, { code: ada.code() })).body).toMatchObject({
      code: 'confirmation_required',
      methods: ['totp', 'recovery_code'],
    })
    await ada.browser.post('/auth/confirm', { recoveryCode: ada.recoveryCodes[0] })
    expect((await disable(ada.browser, { code: '12345' })).body.code).toBe('wrong_code')
    expect((await disable(ada.browser, { code: ada.code() })).body).toMatchObject({ enabled: false })
  })

  test('rules 8 and 10: both end all other sessions, what is under way and what is trusted', async () => {
    for (const act of [disable, renew]) {
      const ada = await makeSecondFactor(app)
      const trusted = await ada.halfSignIn()
      await finish(trusted, { code: ada.code(), trustDevice: true })
      nextStep(app)
      const half = await ada.halfSignIn()
      const old = app.browser()
      for (const [name, value] of ada.browser.cookies) old.cookies.set(name, value)
      const done = await act(ada.browser, { password: ada.password, code: ada.code() })
      expect(done.body).toMatchObject({ endedSessions: 1 })
      expect((await trusted.get('/me')).status).toBe(401)
      expect((await old.get('/me')).status).toBe(401)
      expect((await ada.browser.get('/me')).status).toBe(200)
      expect((await finish(half, { code: ada.code(1) })).body.code).toBe('sign_in_over')
      const rows = await app.testStore.store.db
        .selectFrom('trusted_devices')
        .select('id')
        .where('account_id', '=', ada.accountId)
        .execute()
      expect(rows).toEqual([])
    }
  })

  test('each change, and each recovery code that is used, is told to the proven address', async () => {
    const ada = await makeAccount(app)
    const { db } = app.testStore.store
    await db
      .updateTable('emails')
      .set({ verified_at: app.clock.now() })
      .where('account_id', '=', ada.accountId)
      .execute()
    const made = await makeSecondFactor(app, ada)
    const { password, browser } = made
    await finish(await made.halfSignIn(), { recoveryCode: made.recoveryCodes[0] })
    await renew(browser, { password, code: made.code() })
    nextStep(app)
    await disable(browser, { password, code: made.code() })
    const mails = await db
      .selectFrom('mails')
      .select('kind')
      .where('account_id', '=', ada.accountId)
      .where('kind', '!=', 'verify_email')
      .orderBy('id')
      .execute()
    expect(mails.map(({ kind }) => kind).sort()).toEqual([
      'new_device',
      'recovery_code_used',
      'recovery_codes_renewed',
      'second_factor_disabled',
      'second_factor_enabled',
    ])
  })
})
