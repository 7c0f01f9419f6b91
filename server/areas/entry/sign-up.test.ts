import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, makeOrganization, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const password = 'an otter under the pier'

describe('signing up', () => {
  test('opens a session, and makes a personal organization with a wallet and the starting credit', async () => {
    const { browser, accountId, organizationId, slug } = await makeAccount(app, { username: 'Ada.L' })
    const session = await browser.get('/auth/session')
    expect(session.body).toMatchObject({
      account: {
        id: accountId,
        username: 'Ada.L',
        nickname: null,
        email: 'Ada.L@example.com',
        emailVerified: false,
      },
      personalOrganization: { id: organizationId, slug: 'ada-l' },
    })
    const organizations = await browser.get<{ items: unknown[] }>('/me/organizations')
    expect(organizations.body.items).toMatchObject([
      { id: organizationId, slug, personal: true, role: 'owner' },
    ])
    const { db } = app.testStore.store
    const wallet = await db.selectFrom('meters').selectAll().where('subject', '=', organizationId).execute()
    expect(wallet).toMatchObject([{ kind: 'wallet', cap_nanos: 1_000_000_000n, spent_nanos: 0n }])
    const ledger = await db
      .selectFrom('ledger')
      .selectAll()
      .where('wallet_id', '=', wallet[0]?.id ?? '')
      .execute()
    expect(ledger).toMatchObject([{ kind: 'credit', amount_nanos: 1_000_000_000n }])
    const audit = await browser.get<{ items: { act: string }[] }>(`/orgs/${slug}/audit`)
    expect(audit.body.items.map(({ act }) => act)).toContain('account.signed_up')
  })

  test('of a form every wrong field is named at once, each with its reason', async () => {
    const refused = await app.browser().post('/auth/sign-up', {
      ...{ username: 'ada lovelace', email: 'nowhere', password: 'short' },
    })
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_username'])
    expect(refused.body.errors).toMatchObject([
      { path: 'username', code: 'invalid_username' },
      { path: 'email', code: 'invalid_email' },
      { path: 'password', code: 'password_too_short' },
    ])
    const made = { username: 'grace-hopper', email: 'nowhere', password: 'Grace-Hopper 2026!' }
    const own = await app.browser().post('/auth/sign-up', made)
    expect(own.body.errors).toMatchObject([{ code: 'invalid_email' }, { code: 'password_guessable' }])
    const one = await app.browser().post('/auth/sign-up', { ...made, email: 'grace@example.com' })
    expect([one.status, one.body.code]).toEqual([400, 'password_guessable'])
  })

  test('an organization that somebody makes has an empty wallet', async () => {
    const { id, owner, slug } = await makeOrganization(app)
    expect((await owner.browser.get(`/orgs/${slug}`)).body).toMatchObject({
      id,
      slug,
      role: 'owner',
      personal: false,
    })
    const wallet = await app.testStore.store.db
      .selectFrom('meters')
      .selectAll()
      .where('subject', '=', id)
      .execute()
    expect(wallet).toMatchObject([{ cap_nanos: 0n }])
  })

  test('of 20 who want one username at once, one gets it; nothing is left of the others', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        app.browser().post('/auth/sign-up', {
          username: i % 2 === 0 ? 'contested' : 'Contested',
          email: `contested${i}@example.com`,
          password,
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array(19).fill(409)])
    for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('username_taken')
    const { db } = app.testStore.store
    const emails = await db
      .selectFrom('emails')
      .select('id')
      .where('address_key', 'like', 'contested%')
      .execute()
    expect(emails).toHaveLength(1)
  })

  test('rule 33: a known address answers like an unknown one, and the session is opened alike', async () => {
    const known = await makeAccount(app)
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', known.accountId).execute()
    const signUp = (username: string, email: string) =>
      app.browser().post('/auth/sign-up', { username, email, password })
    const answers = [
      await signUp('twin-aaa', known.email),
      await signUp('twin-bbb', 'unheard-of@example.com'),
    ]
    const shape = ({ status, text }: { status: number; text: string }) =>
      `${status} ${text
        .replaceAll(/(acc|org)_[0-9a-z]+/g, 'id')
        .replaceAll(/twin-(aaa|bbb)/g, 'twin')
        .replace(/"email":"[^"]+"/, 'email')
        .replace(/"confirmedUntil":"[^"]+"/, 'until')}`
    expect(shape(answers[0] as never)).toBe(shape(answers[1] as never))
    expect(answers[0]?.status).toBe(201)
    // The address stays with who proved it.
    expect((await app.browser().post('/auth/sign-in', { email: known.email, password })).status).toBe(401)
    expect(
      (await app.browser().post('/auth/sign-in', { email: known.email, password: known.password })).status,
    ).toBe(200)
  })

  test('rule 34: tries are counted per address, before anything costly', async () => {
    const own = await testApp({ PORTICO_TRUSTED_PROXIES: '127.0.0.1' })
    try {
      const signUp = (ip: string) =>
        own
          .browser()
          .post('/auth/sign-up', { username: '', email: '', password: '' }, { 'x-forwarded-for': ip })
      own.clock.advance(3_600_000 - (own.clock.now() % 3_600_000))
      const answers = await Promise.all(Array.from({ length: 320 }, (_, i) => signUp(`2001:db8::${i}`)))
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(300)
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
      expect((await signUp('2001:db8:0:1::1')).status).toBe(400)
    } finally {
      await own.close()
    }
  })

  test('rule 41: what decides about rights and money is never taken from the form', async () => {
    const form = { username: 'ambitious', email: 'a@example.com', password }
    for (const field of [
      'role',
      'operator',
      'emailVerified',
      'verified',
      'accountId',
      'organizationId',
      'balance',
    ]) {
      const answer = await app.browser().post('/auth/sign-up', { ...form, [field]: true })
      expect(answer.body, field).toMatchObject({ status: 400, code: 'invalid_request' })
    }
  })

  test('rule 46: no password, session token or whole address reaches the log or the audit trail', async () => {
    const canary = {
      username: 'canary-bird',
      email: 'canary-7f3a@example.com',
      password: 'canary-secret-91c7 in a mine',
    }
    const { browser } = await makeAccount(app, canary)
    const token = browser.cookies.get('portico') ?? ''
    await browser.post('/auth/confirm', { password: canary.password })
    await app.browser().post('/auth/sign-in', { email: canary.email, password: canary.password })
    await app.browser().post('/auth/sign-in', { username: canary.password, password: canary.email })
    await app.browser().post('/auth/sign-up', { ...canary, username: 'x' })
    await app.browser().post('/auth/sign-up', `{"password": "${canary.password}"`)
    const audit = await app.testStore.store.db.selectFrom('audit_events').selectAll().execute()
    const throttles = await app.testStore.store.db.selectFrom('throttles').selectAll().execute()
    const written = [...app.log.lines, JSON.stringify(audit), JSON.stringify(throttles)].join('\n')
    expect(app.log.lines.length).toBeGreaterThan(5)
    for (const secret of [canary.email, 'canary-secret', token, browser.cookies.get('portico') ?? ''])
      expect(written).not.toContain(secret)
  })
})

describe('registration', () => {
  let own: TestApp
  beforeAll(async () => {
    own = await testApp({ PORTICO_REGISTRATION: '' })
  })
  afterAll(() => own.close())
  const setMode = (registration: 'open' | 'invite' | 'closed') =>
    own.testStore.store.transaction((tx) => own.services.settings.change(tx, { registration }))
  let people = 0
  const signUp = (invitation?: string) => {
    people += 1
    const body = { username: `guest${people}`, email: `guest${people}@example.com`, password }
    return own.browser().post('/auth/sign-up', invitation === undefined ? body : { ...body, invitation })
  }
  async function invite(): Promise<{
    id: string
    token: string
    operator: Awaited<ReturnType<typeof makeAccount>>
  }> {
    await setMode('open')
    const operator = await makeAccount(own, { operator: true })
    await setMode('invite')
    const made = await operator.browser.post<{ id: string; url: string }>('/admin/invitations', {
      note: 'for Bob',
    })
    return { id: made.body.id, token: new URL(made.body.url).searchParams.get('invitation') ?? '', operator }
  }

  test('closed: nobody signs up, by invitation neither', async () => {
    const { token } = await invite()
    await setMode('closed')
    expect((await signUp()).body.code).toBe('registration_closed')
    expect((await signUp(token)).body.code).toBe('registration_closed')
    expect((await own.browser().get('/auth/methods')).body.registration).toBe('closed')
  })

  test('invite: a good link is needed', async () => {
    const { token } = await invite()
    expect((await signUp()).body.code).toBe('invitation_required')
    for (const bad of ['', 'x'.repeat(40), `${token}x`])
      expect((await signUp(bad)).body.code).toBe('invitation_invalid')
    expect((await signUp(token)).status).toBe(201)
    expect((await signUp(token)).body.code).toBe('invitation_invalid')
  })

  test('open: a stale link is no hindrance, and a good one is used up', async () => {
    const { token, operator } = await invite()
    await setMode('open')
    expect((await signUp('stale')).status).toBe(201)
    expect((await signUp(token)).status).toBe(201)
    const list = await operator.browser.get<{ items: unknown[] }>('/admin/invitations')
    expect(list.body.items[0]).toMatchObject({ status: 'accepted', note: 'for Bob' })
  })

  test('rule 43: a link is good once, also for 20 at once', async () => {
    const { token } = await invite()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array(19).fill(403)])
  })

  test('rule 43: a link is refused once revoked or past its time by the clock', async () => {
    const { token, id, operator } = await invite()
    expect((await operator.browser.delete(`/admin/invitations/${id}`)).status).toBe(204)
    expect((await operator.browser.delete(`/admin/invitations/${id}`)).status).toBe(204)
    expect((await signUp(token)).body.code).toBe('invitation_invalid')
    const late = await invite()
    own.clock.advance(7 * 86_400_000)
    expect((await signUp(late.token)).body.code).toBe('invitation_invalid')
    const list = await late.operator.browser.get<{ items: { id: string; status: string }[] }>(
      '/admin/invitations',
    )
    const status = Object.fromEntries(list.body.items.map((item) => [item.id, item.status]))
    expect(status[id]).toBe('revoked')
    expect(status[late.id]).toBe('expired')
  })

  test('a used link cannot be revoked, and only its digest was ever stored', async () => {
    const { token, id, operator } = await invite()
    await signUp(token)
    expect((await operator.browser.delete(`/admin/invitations/${id}`)).body.code).toBe('invitation_used')
    expect((await operator.browser.delete('/admin/invitations/inv_none')).status).toBe(404)
    expect(
      JSON.stringify(await own.testStore.store.db.selectFrom('invitations').selectAll().execute()),
    ).not.toContain(token)
    expect(own.log.lines.join('\n')).not.toContain(token)
  })
})
