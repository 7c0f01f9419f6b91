import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askPasskey,
  type Browser,
  type Forged,
  flag,
  makeAccount,
  makePasskey,
  makeSecondFactor,
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

const person = async (how: Parameters<typeof makePasskey>[1] = {}) => {
  const account = await makeAccount(app)
  return { ...account, passkey: await makePasskey(account, how) }
}
const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}
const verify = (browser: Browser, passkey: object) => browser.post('/auth/passkey/verify', { passkey })
const rowOf = (id: string) =>
  app.testStore.store.db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

describe('signing in with a passkey', () => {
  test('rule 27: takes no name, and what it answers is the same for everybody but the challenge', async () => {
    await person()
    const [one, other] = [
      await askPasskey(app.browser(), 'sign_in'),
      await askPasskey(app.browser(), 'sign_in'),
    ]
    const same = { timeout: 300_000, rpId: 'localhost', allowCredentials: [], userVerification: 'required' }
    expect(one).toEqual({ ...same, challenge: one.challenge })
    expect(other).toEqual({ ...same, challenge: other.challenge })
    expect(one.challenge).not.toBe(other.challenge)
    // A name is not looked at.
    const named = await app.browser().post('/auth/passkey/options', { username: 'ada' })
    expect(named.body).toMatchObject(same)
  })

  test('rules 8 and 21: begins a session of its own, whole where an authenticator is enrolled too', async () => {
    const ada = await person()
    await makeSecondFactor(app, ada)
    const browser = app.browser()
    browser.cookies.set('portico', 'a'.repeat(52))
    const answer = await provePasskey(browser, 'sign_in', ada.passkey.soft)
    expect(answer.body).toMatchObject({ account: { id: ada.accountId } })
    expect(browser.cookies.has('portico-passkey')).toBe(false)
    expect(browser.cookies.get('portico')).not.toBe('a'.repeat(52))
    // It counts as a confirmation, and is in the log.
    expect((await browser.post('/me/access-tokens', {})).body.code).toBe('invalid_request')
    const log = await browser.get<{ items: object[] }>('/me/security-log')
    expect(log.body.items).toContainEqual(
      expect.objectContaining({
        ...{ act: 'account.signed_in', outcome: 'ok', ip: '127.0.0.1' },
        ...{ method: 'passkey', secondFactor: null, targetName: ada.passkey.view.name },
      }),
    )
  })

  test('rule 26: last use and the state of the backup are what the last use said', async () => {
    const ada = await person({ flags: flag.present | flag.verified | flag.backupEligible })
    expect(ada.passkey.view).toMatchObject({ synced: false, lastUsedAt: null })
    ada.passkey.soft.flags |= flag.backedUp
    expect((await provePasskey(app.browser(), 'sign_in', ada.passkey.soft)).status).toBe(200)
    const { items } = (await ada.browser.get<{ items: object[] }>('/me/passkeys')).body
    expect(items).toMatchObject([{ synced: true, lastUsedAt: expect.any(String) }])
    ada.passkey.soft.flags &= ~flag.backedUp
    await provePasskey(app.browser(), 'sign_in', ada.passkey.soft)
    expect((await rowOf(ada.passkey.id)).synced).toBe(0)
  })

  test('rule 18: gets in while wrong passwords and wrong codes have locked the account', async () => {
    const ada = await person()
    const { username, password } = ada
    await makeSecondFactor(app, ada)
    for (let i = 0; i < 11; i += 1) await ada.browser.post('/auth/confirm', { code: '12345' })
    for (let i = 0; i < 21; i += 1) await app.browser().post('/auth/sign-in', { username, password: 'wrong' })
    expect((await app.browser().post('/auth/sign-in', { username, password })).status).toBe(429)
    expect((await provePasskey(app.browser(), 'sign_in', ada.passkey.soft)).status).toBe(200)
  })

  test('a disabled account is told so only by its own passkey', async () => {
    const ada = await person()
    const { db } = app.testStore.store
    await db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', ada.accountId).execute()
    const answer = await provePasskey(app.browser(), 'sign_in', ada.passkey.soft)
    expect(answer.body).toMatchObject({ status: 403, code: 'account_disabled' })
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forged = await provePasskey(app.browser(), 'sign_in', ada.passkey.soft, { key })
    expect(forged.body.code).toBe('passkey_refused')
  })

  test('rule 23: is refused while the operator has it switched off, in these words', async () => {
    const ada = await person()
    const browser = app.browser()
    const signed = signedBy(ada.passkey.soft, await askPasskey(browser, 'sign_in'))
    await switchPasskeys(app, false)
    const told = {
      status: 403,
      code: 'passkey_disabled',
      detail: 'Administrator has not enabled Passkey login',
    }
    expect((await browser.post('/auth/passkey/options')).body).toMatchObject(told)
    expect((await verify(browser, signed)).body).toMatchObject(told)
    expect((await browser.get('/auth/methods')).body.passkeys).toBe(false)
    await switchPasskeys(app, true)
    expect((await verify(browser, signed)).status).toBe(200)
  })
})

describe('what was signed', () => {
  test('rule 24: a challenge is 32 random bytes, kept as a digest, and signs in once, 20 at once too', async () => {
    const ada = await person()
    const browser = app.browser()
    const options = await askPasskey(browser, 'sign_in')
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
    const signed = signedBy(ada.passkey.soft, options)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(copy(browser), signed)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'passkey_attempt_over')).toHaveLength(19)
  })

  test('rule 24: is used up by what was wrong as well', async () => {
    const ada = await person()
    const browser = app.browser()
    const options = await askPasskey(browser, 'sign_in')
    const wrong = await verify(browser, signedBy(ada.passkey.soft, options, { rpId: 'example.com' }))
    expect(wrong.body.code).toBe('passkey_refused')
    const right = await verify(browser, signedBy(ada.passkey.soft, options))
    expect(right.body.code).toBe('passkey_attempt_over')
  })

  test('rule 24: is good for five minutes, in the browser that asked, which may ask twice', async () => {
    const ada = await person()
    const browser = app.browser()
    const first = await askPasskey(browser, 'sign_in')
    const second = await askPasskey(browser, 'sign_in')
    const elsewhere = app.browser()
    await askPasskey(elsewhere, 'sign_in')
    for (const other of [elsewhere, app.browser()])
      expect((await verify(other, signedBy(ada.passkey.soft, second))).body.code).toBe('passkey_attempt_over')
    expect((await verify(copy(browser), signedBy(ada.passkey.soft, first))).status).toBe(200)
    app.clock.advance(299_000)
    const late = copy(browser)
    app.clock.advance(1001)
    expect((await verify(late, signedBy(ada.passkey.soft, second))).body.code).toBe('passkey_attempt_over')
  })

  test('rule 8: a planted cookie is not adopted', async () => {
    const browser = app.browser()
    browser.cookies.set('portico-passkey', 'a'.repeat(52))
    await askPasskey(browser, 'sign_in')
    expect(browser.cookies.get('portico-passkey')).not.toBe('a'.repeat(52))
  })

  const own = 'http://localhost:3000'
  const forgeries: [string, Forged][] = [
    ['another type', { clientData: { type: 'webauthn.create' } }],
    ['no type', { clientData: { type: undefined } }],
    ['another origin', { clientData: { origin: 'http://localhost:3001' } }],
    ['an origin that begins like ours', { clientData: { origin: `${own}.example.com` } }],
    ['another scheme', { clientData: { origin: 'https://localhost:3000' } }],
    ['a frame of another site', { clientData: { crossOrigin: true } }],
    ['a frame below another site', { clientData: { crossOrigin: true, topOrigin: 'https://example.com' } }],
    ['a top without a frame', { clientData: { topOrigin: own } }],
    ['a frame that is no yes or no', { clientData: { crossOrigin: 'false' } }],
    ['the hash of another host', { rpId: 'example.com' }],
    ['the user not verified', { flags: flag.present }],
    ['the user not present', { flags: flag.verified }],
    ['a backup of what cannot be backed up', { flags: flag.present | flag.verified | flag.backedUp }],
    ['another kind of passkey', { flags: flag.present | flag.verified | flag.backupEligible }],
    ['another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
    ['no user handle', { userHandle: null }],
    ['a user handle of nobody', { userHandle: Buffer.from('acc_0').toString('base64url') }],
  ]
  test.each(forgeries)('rule 25: with %s is refused', async (_, forged) => {
    const ada = await person()
    const browser = app.browser()
    const answer = await provePasskey(browser, 'sign_in', ada.passkey.soft, forged)
    expect(answer.body).toMatchObject({ status: 401, code: 'passkey_refused' })
    expect(browser.cookies.has('portico')).toBe(false)
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log')
    expect(log.body.items[0]).toMatchObject({
      ...{ act: 'account.signed_in', outcome: 'refused' },
      ...{ method: 'passkey', reason: 'passkey_refused', targetName: ada.passkey.view.name },
    })
  })

  test('rules 24 and 25: another challenge, a changed one and none at all are refused', async () => {
    const ada = await person()
    const browser = app.browser()
    const options = await askPasskey(browser, 'sign_in')
    for (const challenge of ['', 'AAAA', options.challenge.slice(0, -2)]) {
      const signed = signedBy(ada.passkey.soft, { ...options, challenge })
      expect((await verify(browser, signed)).body.code).toBe('passkey_attempt_over')
    }
    const none = signedBy(ada.passkey.soft, options, { clientData: { challenge: undefined } })
    expect((await verify(browser, none)).body.code).toBe('passkey_refused')
    const good = signedBy(ada.passkey.soft, options)
    for (const clientDataJSON of ['e30', 'bm8', 'bnVsbA', 'WzFd']) {
      const changed = { ...good, response: { ...good.response, clientDataJSON } }
      expect((await verify(browser, changed)).body.code, clientDataJSON).toBe('passkey_refused')
    }
    expect((await verify(browser, good)).status).toBe(200)
  })

  test('rule 25: a signature that was changed, or is of other data, is refused', async () => {
    const ada = await person()
    const browser = app.browser()
    const change = async (field: 'signature' | 'authenticatorData', at: number) => {
      const good = signedBy(ada.passkey.soft, await askPasskey(browser, 'sign_in'))
      const bytes = Buffer.from(good.response[field], 'base64url')
      bytes[at] = (bytes[at] as number) ^ 1
      const response = { ...good.response, [field]: bytes.toString('base64url') }
      return verify(browser, { ...good, response })
    }
    // Inside the signature; the lowest bit of the count.
    expect((await change('signature', 12)).body.code).toBe('passkey_refused')
    expect((await change('authenticatorData', 36)).body.code).toBe('passkey_refused')
  })

  test('a credential of somebody else, with one’s own signature or handle, signs nobody in', async () => {
    const [ada, li] = [await person(), await person()]
    const asAda = { id: ada.passkey.soft.credentialId }
    for (const forged of [asAda, { ...asAda, userHandle: ada.passkey.soft.userHandle }]) {
      const answer = await provePasskey(app.browser(), 'sign_in', li.passkey.soft, forged)
      expect(answer.body.code).toBe('passkey_refused')
    }
    const handle = { userHandle: ada.passkey.soft.userHandle }
    expect((await provePasskey(app.browser(), 'sign_in', li.passkey.soft, handle)).body.code).toBe(
      'passkey_refused',
    )
    const unknown = await provePasskey(app.browser(), 'sign_in', li.passkey.soft, { id: 'AAAA' })
    expect(unknown.body).toMatchObject({ status: 401, code: 'passkey_unknown' })
  })

  test('rule 34: one address tries 300 times, and what does signs in does not count', async () => {
    const one = await testApp()
    await switchPasskeys(one, true)
    one.clock.advance(1_800_000 - (one.clock.now() % 900_000) + 1000)
    const ada = await makeAccount(one)
    const { soft } = await makePasskey(ada)
    for (let i = 0; i < 3; i += 1)
      expect((await provePasskey(one.browser(), 'sign_in', soft)).status).toBe(200)
    const browser = one.browser()
    const signed = signedBy(soft, await askPasskey(browser, 'sign_in'))
    const wrong = one.browser()
    for (let i = 0; i < 300; i += 1) await wrong.post('/auth/passkey/verify', { passkey: signed })
    expect((await browser.post('/auth/passkey/verify', { passkey: signed })).status).toBe(429)
    await one.close()
  })
})
