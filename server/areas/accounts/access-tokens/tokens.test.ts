import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessTokenView } from '../../../../contract/access-tokens.ts'
import { makeAccount, makeToken, type TestApp, testApp } from '../../../testing/index.ts'

type Made = { accessToken: AccessTokenView; secret: string | null }
type Refused = { code?: string; errors?: { path: string }[] }
const dayMs = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()
const me = (secret: string) =>
  app.browser().get<{ code?: string; id?: string }>('/me', { authorization: `Bearer ${secret}` })
const atOnce = <T>(times: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => act(index)))
const body = (more: object = {}) => ({ name: 'laptop', scopes: ['read'], expiresAt: null, ...more })
const auditOf = (target: string) =>
  app.testStore.store.db
    .selectFrom('audit_events')
    .select(['act', 'account_id', 'security', 'outcome', 'details'])
    .where('target', '=', target)
    .orderBy('id')
    .execute()

describe('promise 7: an access token', () => {
  test('is shown once, kept as a digest of 160 random bits, and listed by its last four', async () => {
    const ada = await makeAccount(app)
    const expiresAt = inDays(30)
    const made = await ada.browser.post<Made>(
      '/me/access-tokens',
      body({ name: ' ci ', scopes: ['usage:read', 'keys:read', 'usage:read'], expiresAt }),
    )
    expect(made.status).toBe(201)
    const { accessToken, secret } = made.body
    expect(secret).toMatch(/^pat_[0-9a-z]{32}[0-9a-f]{8}$/)
    expect(accessToken).toEqual({
      ...{ id: expect.stringMatching(/^tok_/), name: 'ci', status: 'active' },
      ...{ scopes: ['keys:read', 'usage:read'], hint: `…${secret?.slice(-4)}`, expiresAt },
      ...{ createdAt: expect.any(String), regeneratedAt: null, lastUsedAt: null },
    })
    const listed = await ada.browser.get<{ items: AccessTokenView[] }>('/me/access-tokens')
    expect(listed.body.items).toEqual([accessToken])
    expect(listed.text).not.toContain(secret)
    // That the random part is nowhere in the store, the log and the metrics is looked for when the app closes.
    app.canaries.plant((secret as string).slice(4, 36))
    expect(await auditOf(accessToken.id)).toEqual([
      {
        ...{ act: 'access_token.created', account_id: ada.accountId, security: 1, outcome: 'ok' },
        details: JSON.stringify({ scopes: ['keys:read', 'usage:read'], expiresAt }),
      },
    ])
    const log = await ada.browser.get<{ items: { act: string; targetName: string | null }[] }>(
      '/me/security-log',
    )
    expect(log.body.items[0]).toMatchObject({ act: 'access_token.created', targetName: 'ci' })
  })

  test('made again with the same Idempotency-Key is the same, without its secret', async () => {
    const ada = await makeAccount(app)
    const headers = { 'idempotency-key': 'once' }
    const first = await ada.browser.post<Made>('/me/access-tokens', body(), headers)
    const again = await ada.browser.post<Made>('/me/access-tokens', body(), headers)
    expect(again.body).toEqual({ accessToken: first.body.accessToken, secret: null })
    const path = `/me/access-tokens/${first.body.accessToken.id}/regenerate`
    const renewed = await ada.browser.post<Made>(path, {}, { 'idempotency-key': 'twice' })
    const same = await ada.browser.post<Made>(path, {}, { 'idempotency-key': 'twice' })
    expect(same.body).toEqual({ accessToken: renewed.body.accessToken, secret: null })
    expect((await me(renewed.body.secret as string)).status).toBe(200)
  })
})

describe('what a token is made with', () => {
  test('an expiry is said: within a year, or never and knowingly so', async () => {
    const ada = await makeAccount(app)
    const make = (more: object) => ada.browser.post<Refused>('/me/access-tokens', body(more))
    const { expiresAt: _, ...unsaid } = body()
    expect((await ada.browser.post('/me/access-tokens', unsaid)).status).toBe(400)
    expect((await make({ expiresAt: inDays(-1) })).body.code).toBe('token_expiry_passed')
    const far = await make({ expiresAt: inDays(367) })
    expect(far.body).toMatchObject({ code: 'token_expiry_too_far', errors: [{ path: 'expiresAt' }] })
    expect((await make({ expiresAt: inDays(365) })).status).toBe(201)
    expect((await make({ expiresAt: null })).status).toBe(201)
  })

  test('scopes are of the list, and at least one', async () => {
    const ada = await makeAccount(app)
    for (const scopes of [[], ['everything'], ['admin'], 'read', ['models:call']])
      expect((await ada.browser.post('/me/access-tokens', body({ scopes }))).status).toBe(400)
  })

  test('nobody has more than 50, however many are asked for at once', async () => {
    const ada = await makeAccount(app)
    const first = await makeToken(app, { owner: ada })
    await atOnce(35, () => makeToken(app, { owner: ada }))
    const answers = await atOnce(20, () => ada.browser.post<Refused>('/me/access-tokens', body()))
    const made = answers.filter(({ status }) => status === 201)
    expect(made.length).toBe(14)
    for (const { status, body: refusal } of answers)
      if (status !== 201) expect(refusal.code).toBe('too_many_access_tokens')
    const pages = await ada.browser.get<{ items: unknown[] }>('/me/access-tokens?limit=200')
    expect(pages.body.items.length).toBe(50)
    expect((await ada.browser.delete(`/me/access-tokens/${first.id}`)).status).toBe(204)
    expect((await ada.browser.post('/me/access-tokens', body())).status).toBe(201)
  })
})

describe('a token that is there', () => {
  test('is changed by what is named, and obeys at once', async () => {
    const { owner, id, secret } = await makeToken(app, { scopes: ['usage:read'] })
    expect((await me(secret)).body.code).toBe('access_token_scope_missing')
    const path = `/me/access-tokens/${id}`
    const changed = await owner.browser.patch<AccessTokenView>(path, { scopes: ['profile:read'] })
    expect(changed.body).toMatchObject({ name: 'a token of the tests', scopes: ['profile:read'] })
    expect((await me(secret)).body.id).toBe(owner.accountId)
    expect((await owner.browser.patch(path, { name: 'renamed' })).body).toMatchObject({
      ...{ name: 'renamed', scopes: ['profile:read'], expiresAt: null },
    })
    await owner.browser.patch(path, { expiresAt: inDays(1) })
    expect((await owner.browser.patch(path, {})).status).toBe(200)
    expect((await owner.browser.patch<Refused>(path, { expiresAt: inDays(-1) })).body.code).toBe(
      'token_expiry_passed',
    )
    const acts = (await auditOf(id)).map(({ act, details }) => [act, Object.keys(JSON.parse(details))])
    expect(acts.slice(1, 3)).toEqual([
      ['access_token.updated', ['scopes']],
      ['access_token.updated', ['name']],
    ])
  })

  test('regenerated keeps its id and name, and its old secret is dead at once', async () => {
    const { owner, id, secret } = await makeToken(app, { name: 'deploy' })
    const path = `/me/access-tokens/${id}/regenerate`
    const renewed = await owner.browser.post<Made>(path, {})
    expect(renewed.status).toBe(201)
    expect(renewed.body.accessToken).toMatchObject({ id, name: 'deploy', regeneratedAt: expect.any(String) })
    expect((await me(secret)).body.code).toBe('replaced_access_token')
    expect((await me(renewed.body.secret as string)).status).toBe(200)
    expect((await auditOf(id)).at(-1)).toMatchObject({ act: 'access_token.regenerated', security: 1 })
  })

  test('is told by mail when it is made and when it is regenerated, and by nothing else', async () => {
    const { owner } = await makeToken(app)
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', owner.accountId).execute()
    const { id } = await makeToken(app, { owner, name: 'deploy' })
    await owner.browser.post(`/me/access-tokens/${id}/regenerate`, {})
    await owner.browser.patch(`/me/access-tokens/${id}`, { name: 'other' })
    const mails = await db
      .selectFrom('mails')
      .select('kind')
      .where('account_id', '=', owner.accountId)
      .where('kind', '!=', 'verify_email')
      .execute()
    expect(mails.map(({ kind }) => kind)).toEqual(['access_token_made', 'access_token_made'])
  })

  test('regenerated by 20 at once has one good secret', async () => {
    const { owner, id, secret } = await makeToken(app)
    const answers = await atOnce(20, () => owner.browser.post<Made>(`/me/access-tokens/${id}/regenerate`, {}))
    expect(answers.map(({ status }) => status)).toEqual(new Array(20).fill(201))
    const tried = await Promise.all(
      [secret, ...answers.map((one) => one.body.secret as string)].map(async (one) => (await me(one)).status),
    )
    expect(tried.filter((status) => status === 200).length).toBe(1)
  })

  test('that has expired is regenerated with a new expiry only', async () => {
    const { owner, id } = await makeToken(app, { expiresAt: inDays(1) })
    const { db } = app.testStore.store
    await db
      .updateTable('access_tokens')
      .set({ expires_at: app.clock.now() - 1 })
      .where('id', '=', id)
      .execute()
    const path = `/me/access-tokens/${id}/regenerate`
    expect((await owner.browser.post<Refused>(path, {})).body.code).toBe('token_expiry_passed')
    const listed = await owner.browser.get<{ items: AccessTokenView[] }>('/me/access-tokens')
    expect(listed.body.items[0]).toMatchObject({ status: 'expired', regeneratedAt: null })
    const renewed = await owner.browser.post<Made>(path, { expiresAt: inDays(7) })
    expect((await me(renewed.body.secret as string)).status).toBe(200)
  })

  test('revoked by 20 at once is revoked once, gone from the list, and refused from then on', async () => {
    const { owner, id, secret } = await makeToken(app)
    const answers = await atOnce(20, () => owner.browser.delete(`/me/access-tokens/${id}`))
    expect(answers.filter(({ status }) => status === 204).length).toBe(1)
    expect(answers.filter(({ status }) => status === 404).length).toBe(19)
    expect((await me(secret)).body.code).toBe('revoked_access_token')
    expect((await owner.browser.get<{ items: unknown[] }>('/me/access-tokens')).body.items).toEqual([])
    expect((await owner.browser.post(`/me/access-tokens/${id}/regenerate`, {})).status).toBe(404)
    expect((await owner.browser.patch(`/me/access-tokens/${id}`, { name: 'x' })).status).toBe(404)
    const acts = (await auditOf(id)).filter(({ act }) => act === 'access_token.revoked')
    expect(acts.length).toBe(1)
  })

  test("rule 41: somebody else's does not exist, whatever is asked of it", async () => {
    const { id, secret } = await makeToken(app)
    const eve = await makeAccount(app)
    const path = `/me/access-tokens/${id}`
    expect((await eve.browser.patch(path, { name: 'mine' })).status).toBe(404)
    expect((await eve.browser.post(`${path}/regenerate`, {})).status).toBe(404)
    expect((await eve.browser.delete(path)).status).toBe(404)
    expect((await me(secret)).status).toBe(200)
  })
})

test('rule 10: a session that is ended while it asks for a token gets none', async () => {
  const { owner, id, secret } = await makeToken(app)
  const { store } = app.testStore
  const held = Promise.withResolvers<void>()
  const come = Promise.withResolvers<void>()
  const ended = store.transaction(async (tx) => {
    await tx
      .updateTable('accounts')
      .set((eb) => ({ username: eb.ref('username') }))
      .where('id', '=', owner.accountId)
      .execute()
    held.resolve()
    await come.promise
    await tx.deleteFrom('sessions').where('account_id', '=', owner.accountId).execute()
  })
  await held.promise
  const asking = [
    owner.browser.post<Refused>('/me/access-tokens', body()),
    owner.browser.post<Refused>(`/me/access-tokens/${id}/regenerate`, {}),
    owner.browser.patch<Refused>(`/me/access-tokens/${id}`, { scopes: ['write'] }),
  ]
  // Time to come as far as the account lets them.
  await new Promise((resolve) => setTimeout(resolve, 300))
  come.resolve()
  await ended
  for (const answer of await Promise.all(asking))
    expect(answer.body).toMatchObject({ status: 401, code: 'session_required' })
  expect((await me(secret)).status).toBe(200)
})

test('rule 12: making, changing, regenerating and revoking ask for a fresh proof', async () => {
  const { owner, id } = await makeToken(app)
  const { db } = app.testStore.store
  await db
    .updateTable('sessions')
    .set({ confirmed_until: app.clock.now() })
    .where('account_id', '=', owner.accountId)
    .execute()
  const path = `/me/access-tokens/${id}`
  for (const answer of [
    await owner.browser.post<Refused>('/me/access-tokens', body()),
    await owner.browser.patch<Refused>(path, { name: 'x' }),
    await owner.browser.post<Refused>(`${path}/regenerate`, {}),
    await owner.browser.delete<Refused>(path),
  ])
    expect(answer.body).toMatchObject({ status: 403, code: 'confirmation_required' })
  expect((await owner.browser.get('/me/access-tokens')).status).toBe(200)
})
