import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PasskeyCreationOptions } from '../../../../contract/passkeys.ts'
import {
  type Browser,
  createPasskey,
  type Forged,
  flag,
  makeAccount,
  makePasskey,
  makeSecondFactor,
  makeToken,
  provePasskey,
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

const begin = async (browser: Browser) =>
  (await browser.post<PasskeyCreationOptions>('/me/passkeys/options')).body
const add = (browser: Browser, passkey: object, name?: string) =>
  browser.post('/me/passkeys', { passkey, ...(name === undefined ? {} : { name }) })
const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}
const tenMinutesMs = 600_000

describe('adding a passkey', () => {
  test('asks for one that signs in without a name, with the user verified, for the public URL', async () => {
    const ada = await makeAccount(app)
    const first = await makePasskey(ada)
    const options = await begin(ada.browser)
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Portico' },
      user: { id: Buffer.from(ada.accountId).toString('base64url'), name: ada.username },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [
        { id: first.soft.credentialId, type: 'public-key', transports: ['internal', 'hybrid'] },
      ],
    })
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  })

  test('rule 26: several, named, with what made them; the names are theirs to give', async () => {
    const ada = await makeAccount(app)
    const icloud = 'fbfc3007154e4ecc8c0b6e020557d7bd'
    const flags = flag.present | flag.verified | flag.backupEligible | flag.backedUp
    const phone = await makePasskey(ada, { aaguid: icloud, flags })
    expect(phone.view).toMatchObject({
      name: 'iCloud Keychain',
      provider: { id: 'icloud', name: 'iCloud Keychain' },
      ...{ synced: true, stranded: false, rpId: 'localhost', lastUsedAt: null },
    })
    const key = await makePasskey(ada, { name: '  钥匙 at home ' })
    expect(key.view).toMatchObject({ name: '钥匙 at home', provider: null, synced: false })
    expect((await makePasskey(ada)).view.name).toBe('Passkey')
    expect((await makePasskey(ada)).view.name).toBe('Passkey 2')
    const list = await ada.browser.get<{ items: { name: string }[] }>('/me/passkeys')
    expect(list.body.items.map(({ name }) => name)).toEqual([
      ...['Passkey 2', 'Passkey', '钥匙 at home', 'iCloud Keychain'],
    ])
    expect(list.text).not.toMatch(/publicKey|counter/)
  })

  test('rules 8, 10 and 46: ends other sessions, goes on under a new one, is told and logged', async () => {
    const ada = await makeAccount(app)
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', ada.accountId).execute()
    const other = app.browser()
    await other.post('/auth/sign-in', { username: ada.username, password: ada.password })
    const before = copy(ada.browser)
    const { passkey: _, response } = createPasskey(await begin(ada.browser))
    const made = await add(ada.browser, response)
    expect(made.body).toMatchObject({ endedSessions: 1, confirmedUntil: expect.any(String) })
    for (const dead of [other, before]) expect((await dead.get('/me')).status).toBe(401)
    expect((await ada.browser.get('/me')).status).toBe(200)
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log?group=factors')
    expect(log.body.items[0]).toMatchObject({ act: 'passkey.added', outcome: 'ok', targetName: 'Passkey' })
    const mails = db.selectFrom('mails').select('kind').where('account_id', '=', ada.accountId)
    expect((await mails.execute()).map(({ kind }) => kind)).toContain('passkey_added')
  })

  test('rules 12 and 14: needs a fresh confirmation, and no access token does', async () => {
    const ada = await makeAccount(app)
    const made = await makePasskey(ada)
    const token = await makeToken(app, { owner: ada, scopes: ['read', 'write'] })
    const bearer = { authorization: `Bearer ${token.secret}` }
    app.clock.advance(tenMinutesMs + 1000)
    const acts: [string, string, object?][] = [
      ['POST', '/me/passkeys/options'],
      ['POST', '/me/passkeys', {}],
      ['PATCH', `/me/passkeys/${made.id}`, { name: 'x' }],
      ['DELETE', `/me/passkeys/${made.id}`],
    ]
    for (const [method, path, body] of acts) {
      const stale = await ada.browser.request(method, path, body)
      expect(stale.body, `${method} ${path}`).toMatchObject({
        ...{ status: 403, code: 'confirmation_required', methods: ['passkey', 'password'] },
      })
      const program = await app.browser().request(method, path, body, bearer)
      expect(program.body.code).toBe('access_token_refused')
    }
    expect((await app.browser().get('/me/passkeys', bearer)).body.code).toBe('access_token_refused')
  })

  test('rule 13: who came in by a recovery code cannot add one before a stronger proof', async () => {
    const ada = await makeSecondFactor(app)
    const half = await ada.halfSignIn()
    await half.post('/auth/second-factor', { recoveryCode: ada.recoveryCodes[0] })
    const refused = { status: 403, code: 'confirmation_required' }
    expect((await half.post('/me/passkeys/options')).body).toMatchObject(refused)
    const options = await begin((await makeAccount(app)).browser)
    expect((await add(half, createPasskey(options).response)).body).toMatchObject(refused)
    await half.post('/auth/confirm', { code: ada.code() })
    expect((await half.post('/me/passkeys/options')).status).toBe(200)
  })

  test('rule 23: is refused while it is switched off; what is there can be seen and deleted', async () => {
    const ada = await makeAccount(app)
    const { id } = await makePasskey(ada)
    const { response } = createPasskey(await begin(ada.browser))
    await switchPasskeys(app, false)
    const told = {
      status: 403,
      code: 'passkey_disabled',
      detail: 'Administrator has not enabled Passkey login',
    }
    expect((await ada.browser.post('/me/passkeys/options')).body).toMatchObject(told)
    expect((await add(ada.browser, response)).body).toMatchObject(told)
    expect((await ada.browser.get<{ items: object[] }>('/me/passkeys')).body.items).toHaveLength(1)
    expect((await ada.browser.patch(`/me/passkeys/${id}`, { name: 'old' })).status).toBe(200)
    expect((await ada.browser.delete(`/me/passkeys/${id}`)).status).toBe(200)
    await switchPasskeys(app, true)
  })

  test('rule 24: a challenge adds one passkey, 20 at once too, for who asked and where, for five minutes', async () => {
    const ada = await makeAccount(app)
    const options = await begin(ada.browser)
    const { response } = createPasskey(options)
    const li = await makeAccount(app)
    expect((await add(li.browser, response)).body.code).toBe('passkey_attempt_over')
    const second = app.browser()
    await second.post('/auth/sign-in', { username: ada.username, password: ada.password })
    expect((await add(second, response)).body.code).toBe('passkey_attempt_over')
    // Each would be another passkey, and only one of them may come of it.
    const many = Array.from({ length: 20 }, () => createPasskey(options).response)
    const answers = await Promise.all(many.map((one) => add(copy(ada.browser), one)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const { db } = app.testStore.store
    const rows = db.selectFrom('passkeys').select('id').where('account_id', '=', ada.accountId)
    expect(await rows.execute()).toHaveLength(1)
    const late = createPasskey(await begin(li.browser)).response
    app.clock.advance(300_001)
    expect((await add(li.browser, late)).body.code).toBe('passkey_attempt_over')
  })

  const forgeries: [string, Forged][] = [
    ['another type', { clientData: { type: 'webauthn.get' } }],
    ['another origin', { clientData: { origin: 'http://localhost:3001' } }],
    ['a frame of another site', { clientData: { crossOrigin: true } }],
    ['a top without a frame', { clientData: { topOrigin: 'http://localhost:3000' } }],
    ['the hash of another host', { rpId: 'example.com' }],
    ['the user not verified', { flags: flag.present }],
    ['the user not present', { flags: flag.verified }],
    ['a backup of what cannot be backed up', { flags: flag.present | flag.verified | flag.backedUp }],
    ['another id outside than inside', { id: 'AAAA' }],
  ]
  test.each(forgeries)('rule 25: with %s is refused', async (_, forged) => {
    const ada = await makeAccount(app)
    const { response } = createPasskey(await begin(ada.browser), { forged })
    expect((await add(ada.browser, response)).body).toMatchObject({ status: 401, code: 'passkey_refused' })
    expect((await ada.browser.get<{ items: object[] }>('/me/passkeys')).body.items).toEqual([])
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log?group=factors')
    expect(log.body.items[0]).toMatchObject({ act: 'passkey.added', outcome: 'refused' })
  })

  test('rule 38: a statement whose certificates would have to be fetched is not looked at', async () => {
    const ada = await makeAccount(app)
    for (const fmt of ['packed', 'apple', 'tpm', 'fido-u2f', 'android-key', 'unheard of']) {
      const attestation = { fmt, attStmt: new Map([['x5c', new Map()]]) }
      const { response } = createPasskey(await begin(ada.browser), { attestation })
      expect((await add(ada.browser, response)).body.code, fmt).toBe('passkey_refused')
    }
  })

  test('rule 26: an id is unique in the system, whoever has it, 20 at once too', async () => {
    const [ada, li] = [await makeAccount(app), await makeAccount(app)]
    const { soft } = await makePasskey(ada)
    const { credentialId } = soft
    const again = createPasskey(await begin(li.browser), { credentialId }).response
    expect((await add(li.browser, again)).body).toMatchObject({ status: 409, code: 'passkey_exists' })
    expect((await provePasskey(app.browser(), 'sign_in', soft)).body).toMatchObject({
      account: { id: ada.accountId },
    })
    const people = await Promise.all(Array.from({ length: 20 }, () => makeAccount(app)))
    const same = { credentialId: Buffer.from('the same').toString('base64url') }
    const answers = await Promise.all(
      people.map(async ({ browser }) => add(browser, createPasskey(await begin(browser), same).response)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'passkey_exists')).toHaveLength(19)
  })

  test('an account has at most 25, 20 at once too', async () => {
    const ada = await makeAccount(app)
    const first = await makePasskey(ada)
    const { db } = app.testStore.store
    const row = await db
      .selectFrom('passkeys')
      .selectAll()
      .where('id', '=', first.id)
      .executeTakeFirstOrThrow()
    for (let i = 1; i < 24; i += 1)
      await db
        .insertInto('passkeys')
        .values({ ...row, id: `${first.id}${i}`, credential_id: `${row.credential_id}${i}` })
        .execute()
    const made: object[] = []
    for (let i = 0; i < 20; i += 1) made.push(createPasskey(await begin(ada.browser)).response)
    const answers = await Promise.all(made.map((one) => add(copy(ada.browser), one)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const browser = app.browser()
    await browser.post('/auth/sign-in', { username: ada.username, password: ada.password })
    const more = await add(browser, createPasskey(await begin(browser)).response)
    expect(more.body).toMatchObject({ status: 409, code: 'too_many_passkeys' })
  })
})
