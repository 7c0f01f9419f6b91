import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PasskeyCreationOptions } from '../../../../contract/passkeys.ts'
import {
  askPasskey,
  type Browser,
  createPasskey,
  flag,
  type MadeAccount,
  makeAccount,
  makePasskey,
  makeSecondFactor,
  type PasskeyPlace,
  passkeyPlaces,
  provePasskey,
  signedBy,
  switchPasskeys,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await switchPasskeys(app, true)
})
afterAll(() => app.close())

const tenMinutesMs = 600_000
const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}
/** With an authenticator and a passkey. */
const person = async () => {
  const account = await makeSecondFactor(app)
  return { ...account, passkey: await makePasskey(account) }
}
const signedIn = async ({ username, password }: MadeAccount): Promise<Browser> => {
  const browser = app.browser()
  await browser.post('/auth/sign-in', { username, password })
  return browser
}
const act = (browser: Browser) => browser.post('/me/access-tokens', {})
const needsProof = { status: 403, code: 'confirmation_required' }

describe('confirming with a passkey', () => {
  test('rules 8 and 13: does for whoever has one, with a new session token, in this session alone', async () => {
    const ada = await makeAccount(app)
    const { soft } = await makePasskey(ada)
    const other = await signedIn(ada)
    app.clock.advance(tenMinutesMs + 1000)
    expect((await act(ada.browser)).body).toMatchObject({ ...needsProof, methods: ['passkey', 'password'] })
    const before = copy(ada.browser)
    expect((await provePasskey(ada.browser, 'confirm', soft)).status).toBe(200)
    expect((await act(ada.browser)).body.code).toBe('invalid_request')
    expect((await before.get('/me')).status).toBe(401)
    expect((await act(other)).body).toMatchObject(needsProof)
    // The password alone still does where there is no authenticator.
    expect((await other.post('/auth/confirm', { password: ada.password })).status).toBe(200)
  })

  test('rule 13: beside an authenticator it does too, and the password alone does not', async () => {
    const ada = await person()
    app.clock.advance(tenMinutesMs + 1000)
    const methods = ['totp', 'recovery_code', 'passkey']
    expect((await act(ada.browser)).body).toMatchObject({ ...needsProof, methods })
    const { password } = ada
    expect((await ada.browser.post('/auth/confirm', { password })).body.code).toBe(
      'confirmation_method_refused',
    )
    expect((await provePasskey(ada.browser, 'confirm', ada.passkey.soft)).status).toBe(200)
  })

  test('names the person’s own passkeys, and takes no other’s', async () => {
    const [ada, li] = [await makeAccount(app), await makeAccount(app)]
    const [hers, his] = [await makePasskey(ada), await makePasskey(li)]
    const options = await askPasskey(ada.browser, 'confirm')
    expect(options.allowCredentials.map(({ id }) => id)).toEqual([hers.soft.credentialId])
    const answer = await provePasskey(ada.browser, 'confirm', his.soft)
    expect(answer.body).toMatchObject({ status: 401, code: 'passkey_refused' })
    const none = await makeAccount(app)
    expect((await provePasskey(none.browser, 'confirm', his.soft)).body.code).toBe(
      'confirmation_method_refused',
    )
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log')
    expect(log.body.items[0]).toMatchObject({ act: 'account.confirmed', outcome: 'refused' })
  })

  test('rule 23: is refused while it is switched off, and is none of the methods then', async () => {
    const ada = await makeAccount(app)
    const { soft } = await makePasskey(ada)
    const signed = signedBy(soft, await askPasskey(ada.browser, 'confirm'))
    app.clock.advance(200_000)
    await switchPasskeys(app, false)
    expect((await ada.browser.post('/auth/confirm', { passkey: signed })).body.code).toBe('passkey_disabled')
    expect((await ada.browser.post('/auth/confirm/passkey')).body.code).toBe('passkey_disabled')
    app.clock.advance(tenMinutesMs)
    expect((await act(ada.browser)).body).toMatchObject({ ...needsProof, methods: ['password'] })
    await switchPasskeys(app, true)
  })
})

describe('a passkey as the second step', () => {
  test('rules 8 and 21: makes a half sign-in whole, and trusts this browser when asked', async () => {
    const ada = await person()
    const half = app.browser()
    const { username, password } = ada
    const first = await half.post('/auth/sign-in', { username, password })
    expect(first.body).toEqual({ next: 'second_factor', methods: ['totp', 'recovery_code', 'passkey'] })
    const options = await askPasskey(half, 'second_factor')
    expect(options.allowCredentials.map(({ id }) => id)).toEqual([ada.passkey.soft.credentialId])
    const body = { passkey: signedBy(ada.passkey.soft, options), trustDevice: true }
    const done = await half.post('/auth/second-factor', body)
    expect(done.body).toMatchObject({ account: { id: ada.accountId } })
    await half.post('/auth/sign-out')
    expect((await half.post('/auth/sign-in', { username, password })).body).toHaveProperty('account')
  })

  test('rule 21: a passkey alone makes the password no half sign-in', async () => {
    const ada = await makeAccount(app)
    await makePasskey(ada)
    const { username, password } = ada
    const answer = await app.browser().post('/auth/sign-in', { username, password })
    expect(answer.body).toMatchObject({ account: { id: ada.accountId } })
  })

  test('rule 18: gets by the lock of the codes, and its own wrong tries end the half sign-in', async () => {
    const ada = await person()
    const half = await ada.halfSignIn()
    for (let i = 0; i < 11; i += 1) await ada.browser.post('/auth/confirm', { code: '12345' })
    expect((await half.post('/auth/second-factor', { code: ada.code() })).status).toBe(429)
    for (let i = 0; i < 3; i += 1) {
      const wrong = await provePasskey(half, 'second_factor', ada.passkey.soft, { flags: flag.present })
      expect(wrong.body.code).toBe('passkey_refused')
    }
    expect((await provePasskey(half, 'second_factor', ada.passkey.soft)).status).toBe(200)
    const other = await ada.halfSignIn()
    for (let i = 0; i < 5; i += 1)
      await provePasskey(other, 'second_factor', ada.passkey.soft, { flags: flag.present })
    expect((await other.post('/auth/second-factor/passkey')).body.code).toBe('sign_in_over')
  })

  test('nobody is asked who has not begun to sign in', async () => {
    expect((await app.browser().post('/auth/second-factor/passkey')).body.code).toBe('sign_in_over')
  })
})

describe('a challenge', () => {
  test.each(['confirm', 'second_factor'] as const)(
    'rule 24: of %s does once, 20 at once too',
    async (place) => {
      const ada = await person()
      const browser = place === 'confirm' ? ada.browser : await ada.halfSignIn()
      const passkey = signedBy(ada.passkey.soft, await askPasskey(browser, place))
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => copy(browser).post(passkeyPlaces[place][1], { passkey })),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    },
  )

  const places: PasskeyPlace[] = ['sign_in', 'second_factor', 'confirm']
  test('rule 24: is good for its purpose alone', async () => {
    const ada = await person()
    // One browser that is signed in, half signed in and has begun with a passkey: only the purpose tells them apart.
    const all = await ada.halfSignIn(copy(ada.browser))
    for (const asked of places)
      for (const sent of places.filter((place) => place !== asked)) {
        const passkey = signedBy(ada.passkey.soft, await askPasskey(all, asked))
        const answer = await copy(all).post(passkeyPlaces[sent][1], { passkey })
        expect(answer.body, `${asked} → ${sent}`).toMatchObject({ status: 401, code: 'passkey_attempt_over' })
      }
    const { challenge } = (await all.post<PasskeyCreationOptions>('/me/passkeys/options')).body
    const options = { ...(await askPasskey(all, 'confirm')), challenge }
    const passkey = signedBy(ada.passkey.soft, options)
    expect((await all.post('/auth/confirm', { passkey })).body.code).toBe('passkey_attempt_over')
    const creation = (await all.post<PasskeyCreationOptions>('/me/passkeys/options')).body
    const confirm = await askPasskey(all, 'confirm')
    const { response } = createPasskey({ ...creation, challenge: confirm.challenge })
    expect((await all.post('/me/passkeys', { passkey: response })).body.code).toBe('passkey_attempt_over')
  })

  test('rule 24: is good in the session, or for the half sign-in, that asked alone', async () => {
    const ada = await person()
    const plain = await makeAccount(app)
    const { soft } = await makePasskey(plain)
    const other = await signedIn(plain)
    const asked = signedBy(soft, await askPasskey(plain.browser, 'confirm'))
    expect((await other.post('/auth/confirm', { passkey: asked })).body.code).toBe('passkey_attempt_over')
    expect((await plain.browser.post('/auth/confirm', { passkey: asked })).status).toBe(200)
    const [one, two] = [await ada.halfSignIn(), await ada.halfSignIn()]
    const passkey = signedBy(ada.passkey.soft, await askPasskey(one, 'second_factor'))
    expect((await two.post('/auth/second-factor', { passkey })).body.code).toBe('passkey_attempt_over')
    expect((await one.post('/auth/second-factor', { passkey })).status).toBe(200)
  })

  test('rule 24: ends after five minutes in every place', async () => {
    const ada = await person()
    for (const place of ['confirm', 'second_factor'] as const) {
      const browser = place === 'confirm' ? ada.browser : await ada.halfSignIn()
      const passkey = signedBy(ada.passkey.soft, await askPasskey(browser, place))
      app.clock.advance(300_001)
      const late = await browser.post(passkeyPlaces[place][1], { passkey })
      expect(late.body.code, place).toBe('passkey_attempt_over')
    }
  })
})
