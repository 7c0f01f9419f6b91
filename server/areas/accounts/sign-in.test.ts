import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMember, makeAccount, makeOrganization, type TestApp, testApp } from '../../testing/index.ts'
import { dummyHash } from './passwords/hash.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ PORTICO_TRUSTED_PROXIES: '127.0.0.1' })
})
afterAll(() => app.close())

const signIn = (body: object, ip = '203.0.113.1') =>
  app.browser().post('/auth/sign-in', body, { 'x-forwarded-for': ip })
// Tries are counted in windows of 15 minutes: begin a fresh one, so that none ends in the middle of a test.
const beginWindow = (): void => app.clock.advance(900_000 - (app.clock.now() % 900_000) + 1000)
const plain = (text: string): string => text.replace(/req_[0-9a-z]+/, 'req_')

async function prove(accountId: string): Promise<void> {
  await app.testStore.store.db
    .updateTable('emails')
    .set({ verified_at: app.clock.now() })
    .where('account_id', '=', accountId)
    .execute()
}

describe('signing in', () => {
  test('works with the username in any case, and with the address once it is proven', async () => {
    const { accountId, username, email, password } = await makeAccount(app, { username: 'Grace.H' })
    expect((await signIn({ username: 'gRACE.h', password })).body).toMatchObject({
      account: { id: accountId, username },
    })
    expect((await signIn({ email, password })).status).toBe(401)
    await prove(accountId)
    expect((await signIn({ email: email.toUpperCase(), password })).status).toBe(200)
    expect((await signIn({ email, username, password })).status).toBe(400)
    expect((await signIn({ password })).status).toBe(400)
  })

  test('rule 33: an unknown name, an unproven address and a wrong password get the same answer', async () => {
    const { username, email, password } = await makeAccount(app)
    const answers = await Promise.all([
      signIn({ username, password: 'wrong password' }),
      signIn({ username: 'nobody-at-all', password: 'wrong password' }),
      signIn({ username: 'null\u0000byte', password: 'wrong password' }),
      signIn({ email, password }),
      signIn({ email: 'nobody@example.com', password }),
      signIn({ email: 'no address', password }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(plain(answer.text)).toBe(plain(answers[0]?.text ?? ''))
    }
  })

  test('rule 33: an unknown name costs the same hash as a wrong password', async () => {
    const real = await testApp({}, { passwords: {} })
    const { username } = await makeAccount(real)
    const { passwords } = real.services
    const { verify } = passwords
    const compared: (string | null)[] = []
    passwords.verify = (password, stored) => {
      compared.push(stored)
      return verify(password, stored)
    }
    const names = [{ username }, { username: 'nobody-of-that-name' }, { email: 'nobody@example.com' }]
    for (const name of names) await real.browser().post('/auth/sign-in', { ...name, password: 'wrong' })
    await real.close()
    const [known, ...unknown] = compared
    expect(unknown, 'without a hash, one of nothing is compared').toEqual([null, null])
    // Time is what the parameters cost: the hash of nothing has those of a real one.
    const cost = (hash: string | null | undefined) => hash?.split('$').slice(0, 4).join('$')
    expect(cost(dummyHash())).toBe(cost(known))
    expect(cost(known)).toContain('argon2id')
  })

  test('rule 34: tries are counted per account, 20 at once cannot outrun it, and during a lock the right password fails too', async () => {
    const { username, email, accountId, password } = await makeAccount(app)
    await prove(accountId)
    beginWindow()
    const { passwords } = app.services
    const { verify } = passwords
    let looked = 0
    passwords.verify = (given, stored) => {
      if (stored !== null) looked += 1
      return verify(given, stored)
    }
    const tries = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        signIn({ ...(i % 2 === 0 ? { username } : { email }), password: 'wrong' }, `198.51.100.${i}`),
      ),
    )
    passwords.verify = verify
    expect(tries.every(({ status }) => status === 401)).toBe(true)
    expect(looked, 'the password is looked at for 20 tries under both names together').toBe(20)
    const locked = await signIn({ username, password }, '198.51.100.77')
    expect(locked.body.code).toBe('too_many_requests')
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0)
    // Others are not locked, and the lock ends.
    const other = await makeAccount(app)
    expect((await signIn({ username: other.username, password: other.password })).status).toBe(200)
    app.clock.advance(15 * 60_000)
    expect((await signIn({ username, password })).status).toBe(200)
  })

  test('rule 33: a lock under one name does not tell which address belongs to it', async () => {
    const { username, email, accountId, password } = await makeAccount(app)
    await prove(accountId)
    beginWindow()
    for (let i = 0; i < 20; i += 1) await signIn({ username, password: 'wrong' }, `198.51.100.${i}`)
    expect((await signIn({ username, password }, '198.51.100.88')).status).toBe(429)
    const [own, foreign] = await Promise.all([
      signIn({ email, password }, '198.51.100.89'),
      signIn({ email: 'nobody-at-all@example.com', password }, '198.51.100.90'),
    ])
    expect([own?.status, foreign?.status]).toEqual([401, 401])
    expect(plain(own?.text ?? '')).toBe(plain(foreign?.text ?? ''))
  })

  test('rule 34: failures are counted per IPv4 address and per /64 of IPv6; successes are not', async () => {
    const { username, password } = await makeAccount(app)
    for (let i = 0; i < 5; i += 1)
      expect((await signIn({ username, password }, '192.0.2.9')).status).toBe(200)
    const from = (ip: (i: number) => string) =>
      Promise.all(
        Array.from({ length: 3 }, (_, i) => signIn({ username: `x${i}`, password: 'wrong' }, ip(i))),
      )
    await from((i) => `2001:db8:0:1::${i}`)
    const rows = await app.testStore.store.db
      .selectFrom('throttles')
      .select(['bucket', 'used'])
      .where('bucket', 'like', 'sign-in-address:%')
      .execute()
    const { fingerprint } = await import('../../lib/secret.ts')
    const used = (key: string) =>
      rows.find(({ bucket }) => bucket === `sign-in-address:${fingerprint(key)}`)?.used
    expect(used('2001:db8:0:1::/64')).toBe(3)
    expect(used('192.0.2.9')).toBe(0)
  })

  test('rule 34: a bad X-Forwarded-For neither crashes nor hides the address', async () => {
    for (const header of ['', ',', 'x'.repeat(5000), '203.0.113.1, \u00e9vil', '999.1.1.1', '[::1]:99'])
      expect((await signIn({ username: 'nobody', password: 'x' }, header)).status, header).toBe(401)
  })

  test('rule 46: sign-ins, failed ones too, are in the security log with their address', async () => {
    const { username, password, browser } = await makeAccount(app)
    const agent = { 'user-agent': 'Agent\u0001/1.0' }
    await app
      .browser()
      .post('/auth/sign-in', { username, password: 'wrong' }, { 'x-forwarded-for': '203.0.113.50', ...agent })
    // A browser that the account does not know would be told of as well.
    await browser.post('/auth/sign-in', { username, password }, { 'x-forwarded-for': '203.0.113.51' })
    const log = await browser.get<{ items: Record<string, unknown>[]; nextCursor: string | null }>(
      '/me/security-log',
    )
    expect(log.body.items).toMatchObject([
      {
        ...{ act: 'account.signed_in', outcome: 'ok', ip: '203.0.113.51' },
        ...{ method: 'password', secondFactor: null, reason: null },
      },
      {
        ...{ act: 'account.signed_in', outcome: 'refused', ip: '203.0.113.50', userAgent: 'Agent /1.0' },
        ...{ method: 'password', reason: 'wrong_password' },
      },
      { act: 'account.signed_up', outcome: 'ok', method: null },
    ])
    const page = await browser.get<{ items: Record<string, unknown>[]; nextCursor: string }>(
      '/me/security-log?limit=2',
    )
    expect(page.body.items).toHaveLength(2)
    const rest = await browser.get<{ items: Record<string, unknown>[] }>(
      `/me/security-log?limit=2&cursor=${page.body.nextCursor}`,
    )
    expect(rest.body).toMatchObject({ items: [{ act: 'account.signed_up' }], nextCursor: null })
  })

  test('the security log names the key of an act as it is called now, and not to whom it is hidden', async () => {
    const { id, slug, owner } = await makeOrganization(app)
    const admin = await makeAccount(app)
    await addMember(app, { id }, admin, 'admin')
    const named = async ({ browser }: typeof admin) => {
      const log = await browser.get<{ items: { act: string; targetName: string | null }[] }>(
        '/me/security-log',
      )
      return log.body.items.filter(({ targetName }) => targetName !== null)
    }
    expect(await named(admin)).toEqual([])
    const keys = `/orgs/${slug}/keys`
    const own = await admin.browser.post<{ key: { id: string } }>(keys, { name: 'ci' })
    const other = await owner.browser.post<{ key: { id: string } }>(keys, { name: 'batch' })
    app.clock.advance(5)
    await admin.browser.patch(`${keys}/${other.body.key.id}`, { name: 'batch of today' })
    app.clock.advance(5)
    await owner.browser.patch(`${keys}/${own.body.key.id}`, { name: 'ci of today' })
    const made = { act: 'key.created', targetName: 'ci of today' }
    expect(await named(admin)).toMatchObject([{ act: 'key.updated', targetName: 'batch of today' }, made])
    await app.testStore.store.db
      .deleteFrom('memberships')
      .where('organization_id', '=', id)
      .where('account_id', '=', admin.accountId)
      .execute()
    expect(await named(admin)).toMatchObject([made])
  })
})
