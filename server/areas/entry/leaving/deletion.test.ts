import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeKey,
  makeOrganization,
  makeToken,
  makeUsage,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'
import { sweepLeaving } from './eraser.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())
afterEach(() => decide(0))

const signIn = ({ username, password }: MadeAccount, browser = app.browser()) =>
  browser.post('/auth/sign-in', { username, password })
async function decide(deletionGraceDays: number): Promise<void> {
  await signIn(operator, operator.browser)
  const answer = await operator.browser.patch('/admin/settings', { deletionGraceDays })
  expect(answer.status, answer.text).toBe(200)
}
const leave = ({ browser, username }: MadeAccount) => browser.request('DELETE', '/me', { username })
const exists = async ({ accountId }: MadeAccount) => {
  const row = app.testStore.store.db.selectFrom('accounts').select('id').where('id', '=', accountId)
  return (await row.executeTakeFirst()) !== undefined
}
/** The link of the mail, as the operator passes it on where there is no mail server. */
async function undoToken({ accountId }: MadeAccount): Promise<string> {
  const { body } = await operator.browser.get<{
    items: { id: string; kind: string; account: { id: string } }[]
  }>('/admin/mails')
  const mail = body.items.find(({ kind, account }) => kind === 'deletion_asked' && account?.id === accountId)
  const shown = await operator.browser.post<{ url: string }>(`/admin/mails/${mail?.id}/link`)
  return shown.body.url.split('#')[1] as string
}
const proveEmail = ({ accountId }: MadeAccount) =>
  operator.browser.patch(`/admin/accounts/${accountId}`, { emailVerified: true })

/** Nobody can claim an account to erase it, as while the node that had it is dead. */
async function keepFromErasing(): Promise<() => Promise<void>> {
  const { db, kind } = app.testStore.store
  const [hold, release] =
    kind === 'sqlite'
      ? [
          'create trigger hold before update on account_deletions begin select raise(ignore); end',
          'drop trigger hold',
        ]
      : [
          'create rule hold as on update to account_deletions do instead nothing',
          'drop rule hold on account_deletions',
        ]
  await sql.raw(hold).execute(db)
  return async () => {
    await sql.raw(release).execute(db)
  }
}

describe('rule 47: deleting one’s own account', () => {
  test('the consequences are listed with the numbers of this account', async () => {
    const ada = await makeAccount(app)
    const key = await makeKey(app, { owner: ada })
    await makeToken(app, { owner: ada })
    await makeUsage(
      app,
      Array.from({ length: 3 }, () => ({ ...ada, keyId: key.id })),
    )
    const shared = await makeOrganization(app)
    await addMember(app, shared, ada, 'member')
    // Somebody else's personal one counts as well.
    const grace = await makeAccount(app)
    await addMember(app, { id: grace.organizationId }, ada, 'viewer')
    const alone = await makeOrganization(app, ada)
    const { body } = await ada.browser.get('/me/deletion')
    expect(body).toMatchObject({
      ...{
        username: ada.username,
        keys: 1,
        accessTokens: 1,
        memberships: 2,
        ledgerEntries: 1,
        usageRecords: 3,
      },
      ...{ blocking: [], lastOperator: false, graceDays: 0, balanceUsd: '0.999700000' },
      going: [{ slug: alone.slug }],
    })
  })

  test('it needs a fresh proof and the username, typed in any case', async () => {
    const ada = await makeAccount(app)
    for (const username of ['', 'somebody', `${ada.username}x`, ada.email])
      expect((await ada.browser.request('DELETE', '/me', { username })).body.code).toBe('username_mismatch')
    app.clock.advance(11 * minuteMs)
    expect((await leave(ada)).body.code).toBe('confirmation_required')
    expect(await exists(ada)).toBe(true)
    await ada.browser.post('/auth/confirm', { password: ada.password })
    const answer = await ada.browser.request('DELETE', '/me', { username: ada.username.toUpperCase() })
    expect(answer.body).toEqual({ state: 'gone', until: null })
    expect(String(answer.headers['clear-site-data'])).toContain('storage')
    expect(await exists(ada)).toBe(false)
  })

  test('rule 14: an access token never deletes its account', async () => {
    const token = await makeToken(app)
    const { username } = token.owner
    const answer = await app.browser().request('DELETE', '/me', { username }, token.headers)
    expect(answer.body.code).toBe('access_token_refused')
  })

  test('rule 10: sessions, keys and tokens are dead at once, also where erasing has not begun', async () => {
    const ada = await makeAccount(app)
    const other = app.browser()
    await signIn(ada, other)
    const token = await makeToken(app, { owner: ada })
    const shared = await makeOrganization(app)
    await addMember(app, shared, ada, 'member')
    const keys = [
      await makeKey(app, { owner: ada }),
      await makeKey(app, { owner: ada, organization: shared }),
    ]
    const whoami = ({ secret }: { secret: string }) =>
      app.browser().get('/whoami', { authorization: `Bearer ${secret}` })
    for (const key of keys) expect((await whoami(key)).status).toBe(200)
    const release = await keepFromErasing()
    expect((await leave(ada)).body).toEqual({ state: 'going', until: null })
    for (const browser of [ada.browser, other]) expect((await browser.get('/me')).status).toBe(401)
    expect((await app.browser().get('/me', token.headers)).status).toBe(401)
    for (const key of keys) expect((await whoami(key)).status).toBe(401)
    expect((await signIn(ada)).status).toBeGreaterThanOrEqual(401)
    const { db } = app.testStore.store
    for (const table of ['passwords', 'sessions', 'access_tokens'] as const)
      expect(
        await db.selectFrom(table).selectAll().where('account_id', '=', ada.accountId).execute(),
      ).toEqual([])
    await release()
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(false)
    expect((await signIn(ada)).body.code).toBe('invalid_credentials')
    const kept = app.testStore.store.db
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', keys[1]?.id as string)
    expect(await kept.executeTakeFirstOrThrow()).toMatchObject({
      account_id: 'acc_deleted',
      last_used_ip: null,
    })
  })

  test('who would leave members without an owner is refused with the organization’s name, alone or with 20 at once', async () => {
    const ada = await makeAccount(app)
    const grace = await makeAccount(app)
    const shared = await makeOrganization(app, ada, { name: 'Analytical Engines' })
    await addMember(app, shared, grace, 'member')
    const refused = await leave(ada)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'sole_owner',
      organizations: [{ slug: shared.slug, name: 'Analytical Engines' }],
    })
    expect((await ada.browser.get('/me')).status).toBe(200)
    const owners = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const owner = await makeAccount(app)
        await addMember(app, shared, owner, 'owner')
        return owner
      }),
    )
    const answers = await Promise.all([ada, ...owners].map(leave))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
    expect(answers.filter(({ body }) => body.code === 'sole_owner')).toHaveLength(1)
  })

  test('asked 20 times at once it is done once', async () => {
    const ada = await makeAccount(app)
    const answers = await Promise.all(Array.from({ length: 20 }, () => leave(ada)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19)
    expect(await exists(ada)).toBe(false)
  })

  test('two who are alone with each other can both leave; the organization goes with the last', async () => {
    const ada = await makeAccount(app)
    const grace = await makeAccount(app)
    const shared = await makeOrganization(app, ada)
    await addMember(app, shared, grace, 'owner')
    expect((await leave(ada)).body.state).toBe('gone')
    expect((await grace.browser.get(`/orgs/${shared.slug}`)).status).toBe(200)
    expect((await leave(grace)).body.state).toBe('gone')
    const left = app.testStore.store.db.selectFrom('organizations').select('id').where('id', '=', shared.id)
    expect(await left.execute()).toEqual([])
  })

  test('a call that ends only afterwards is found and goes as well', async () => {
    const ada = await makeAccount(app)
    const shared = await makeOrganization(app)
    await addMember(app, shared, ada, 'member')
    const key = await makeKey(app, { owner: ada, organization: shared })
    await leave(ada)
    await makeUsage(app, [
      { organizationId: ada.organizationId, keyId: 'key_x', accountId: ada.accountId },
      { organizationId: shared.id, keyId: key.id, accountId: ada.accountId },
    ])
    await sweepLeaving(app.deps)
    const rows = await app.testStore.store.db
      .selectFrom('usage_records')
      .select(['organization_id', 'account_id'])
      .where('organization_id', 'in', [ada.organizationId, shared.id])
      .execute()
    expect(rows).toEqual([{ organization_id: shared.id, account_id: 'acc_deleted' }])
  })
})

describe('rule 47: with time to take it back', () => {
  test('the account is closed at once, comes back by the link, and only once', async () => {
    const ada = await makeAccount(app)
    await decide(7)
    await proveEmail(ada)
    const key = await makeKey(app, { owner: ada })
    const answer = await leave(ada)
    expect(answer.body.state).toBe('waiting')
    expect(Date.parse(answer.body.until as string)).toBeGreaterThan(app.clock.now() + 6 * dayMs)
    expect((await ada.browser.get('/me')).status).toBe(401)
    expect((await signIn(ada)).body.code).toBe('account_disabled')
    const whoami = () => app.browser().get('/whoami', { authorization: `Bearer ${key.secret}` })
    expect((await whoami()).status).toBe(401)
    const token = await undoToken(ada)
    const undo = () => app.browser().post('/auth/deletion/undo', { token })
    const answers = await Promise.all(Array.from({ length: 20 }, undo))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await undo()).body.code).toBe('link_invalid')
    expect((await signIn(ada)).status).toBe(200)
    expect((await whoami()).status).toBe(200)
    app.clock.advance(8 * dayMs)
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(true)
  })

  test('when it is due it is erased, and the link is good for nothing', async () => {
    const ada = await makeAccount(app)
    await decide(3)
    await proveEmail(ada)
    await leave(ada)
    const token = await undoToken(ada)
    app.clock.advance(2 * dayMs)
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(true)
    app.clock.advance(dayMs + 1)
    await signIn(operator, operator.browser)
    const enable = await operator.browser.patch(`/admin/accounts/${ada.accountId}`, { disabled: false })
    expect(enable.body.code).toBe('account_going')
    const late = await app.browser().post('/auth/deletion/undo', { token })
    expect(late.body.code).toBe('link_invalid')
    await Promise.all([sweepLeaving(app.deps), sweepLeaving(app.deps)])
    expect(await exists(ada)).toBe(false)
    expect((await app.browser().post('/auth/deletion/undo', { token })).body.code).toBe('link_invalid')
  })

  test('what a node left half done another one finishes, once its lease is over', async () => {
    const ada = await makeAccount(app)
    const { db } = app.testStore.store
    const now = app.clock.now()
    const lease = { lease: 'dead', leased_until: now + minuteMs }
    await db
      .insertInto('account_deletions')
      .values({ account_id: ada.accountId, asked_at: now, due_at: now, ...lease })
      .execute()
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(true)
    app.clock.advance(2 * minuteMs)
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(false)
  })

  test('the operator who enables the account takes it back as well', async () => {
    const ada = await makeAccount(app)
    await decide(3)
    await leave(ada)
    const answer = await operator.browser.patch(`/admin/accounts/${ada.accountId}`, { disabled: false })
    expect(answer.status).toBe(200)
    app.clock.advance(4 * dayMs)
    await sweepLeaving(app.deps)
    expect(await exists(ada)).toBe(true)
  })
})
