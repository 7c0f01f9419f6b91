import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, makeKey, makeToken, type TestApp, testApp } from '../../../testing/index.ts'
import { newTokenSecret } from './secret.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Reply = { code?: string; id?: string }
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const me = (secret: string) => app.browser().get<Reply>('/me', bearer(secret))
const inject = (
  method: 'GET' | 'PATCH',
  url: string,
  headers: Record<string, string>,
  payload?: object,
  from = '127.0.0.1',
) =>
  app.fastify.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    remoteAddress: from,
    ...(payload ? { payload } : {}),
  })

describe('promise 8: a token is refused at once, by its own code,', () => {
  test('when it is no token of ours', async () => {
    const { secret } = newTokenSecret()
    const answer = await me(secret)
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe('invalid_access_token')
    expect(answer.headers['www-authenticate']).toBe('Bearer')
  })

  test('when its check sum is wrong: without a look-up, and without being counted', async () => {
    const { secret } = await makeToken(app)
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`
    for (const text of [wrong, 'pat_', `${secret}0`, secret.toUpperCase(), `pat_${'x'.repeat(5000)}`]) {
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => inject('GET', '/me', bearer(text), undefined, '203.0.113.3')),
      )
      for (const answer of answers) expect(answer.statusCode).toBe(401)
    }
  })

  test('when it has expired, by the clock', async () => {
    const { secret, id } = await makeToken(app)
    const { db } = app.testStore.store
    const at = app.clock.now() + 60_000
    await db.updateTable('access_tokens').set({ expires_at: at }).where('id', '=', id).execute()
    expect((await me(secret)).status).toBe(200)
    await db.updateTable('access_tokens').set({ expires_at: app.clock.now() }).where('id', '=', id).execute()
    expect((await me(secret)).body.code).toBe('expired_access_token')
  })

  test('when its account is disabled', async () => {
    const { secret, owner } = await makeToken(app)
    const operator = await makeAccount(app, { operator: true })
    const path = `/admin/accounts/${owner.accountId}`
    expect((await operator.browser.patch(path, { disabled: true })).status).toBe(200)
    expect((await me(secret)).body.code).toBe('disabled_access_token')
    await operator.browser.patch(path, { disabled: false })
    expect((await me(secret)).status).toBe(200)
  })

  test('rule 49: when it is empty, another kind of secret, or of another kind of route', async () => {
    const { secret, owner } = await makeToken(app)
    const key = await makeKey(app, { owner })
    expect((await me(key.secret)).body.code).toBe('session_required')
    expect((await me('')).status).toBe(401)
    const whoami = await app.browser().get<Reply>('/whoami', bearer(secret))
    expect(whoami.body.code).toBe('invalid_api_key')
    const call = await app.browser().get<{ error: { code: string } }>('//v1/models', bearer(secret))
    expect(call.status).toBe(401)
  })
})

test('rule 34: unknown tokens are counted per address; a right one still works there', async () => {
  const { secret, owner } = await makeToken(app)
  const from = '203.0.113.9'
  const guess = () => inject('GET', '/me', bearer(newTokenSecret().secret), undefined, from)
  const answers = await Promise.all(Array.from({ length: 40 }, guess))
  const told = answers.map(({ statusCode }) => statusCode)
  expect(told.filter((status) => status === 401).length).toBe(30)
  expect(told.filter((status) => status === 429).length).toBe(10)
  const right = await inject('GET', '/me', bearer(secret), undefined, from)
  expect(right.json().id).toBe(owner.accountId)
  const elsewhere = await inject('GET', '/me', bearer(newTokenSecret().secret), undefined, '203.0.113.10')
  expect(elsewhere.statusCode).toBe(401)
})

describe('rule 35: a token', () => {
  test('counts, and the cookie beside it does not: not for who it is, not for a confirmation, not for the origin', async () => {
    const { secret, owner } = await makeToken(app)
    const other = await makeAccount(app)
    const cookie = [...other.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const both = { cookie, ...bearer(secret), 'content-type': 'application/json' }
    expect((await inject('GET', '/me', both)).json().id).toBe(owner.accountId)
    const changed = await inject('PATCH', '/me', both, { nickname: 'By token' })
    expect(changed.json()).toMatchObject({ id: owner.accountId, nickname: 'By token' })
    expect(changed.headers['set-cookie']).toBeUndefined()
    const foreign = { ...both, origin: 'https://evil.example' }
    expect((await inject('PATCH', '/me', foreign, { nickname: 'x' })).json().code).toBe('origin_refused')
    const revoked = await makeToken(app)
    await revoked.owner.browser.delete(`/me/access-tokens/${revoked.id}`)
    const dead = { ...both, ...bearer(revoked.secret) }
    expect((await inject('GET', '/me', dead)).json().code).toBe('revoked_access_token')
    // A bearer credential of somebody else's, such as a proxy sends, leaves the cookie as it is.
    const proxied = { cookie, authorization: 'Bearer eyJhbGciOi.J9' }
    expect((await inject('GET', '/me', proxied)).json().id).toBe(other.accountId)
    const noOrigin = { ...proxied, 'content-type': 'application/json' }
    expect((await inject('PATCH', '/me', noOrigin, { nickname: 'x' })).json().code).toBe('origin_refused')
  })

  test('changes by JSON only', async () => {
    const { headers } = await makeToken(app)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await app.fastify.inject({
        method: 'PATCH',
        url: '/api/v1/me',
        headers: { ...headers, 'content-type': type },
        payload: '{"nickname":"x"}',
      })
      expect(answer.statusCode).toBe(415)
    }
  })
})

test('its last use is written at most once a minute', async () => {
  const { secret, id } = await makeToken(app)
  const { db } = app.testStore.store
  const lastUsed = async () =>
    (
      await db
        .selectFrom('access_tokens')
        .select('last_used_at')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).last_used_at
  expect(await lastUsed()).toBeNull()
  await me(secret)
  const first = await lastUsed()
  expect(first).not.toBeNull()
  app.clock.advance(30_000)
  await me(secret)
  expect(await lastUsed()).toBe(first)
  app.clock.advance(31_000)
  await me(secret)
  expect(await lastUsed()).toBeGreaterThan(first as number)
})

test('rule 46: the audit log says which token did it', async () => {
  const { headers, id, owner } = await makeToken(app)
  const answer = await app.browser().patch('/me', { username: `renamed-${owner.username}` }, headers)
  expect(answer.status).toBe(200)
  const event = await app.testStore.store.db
    .selectFrom('audit_events')
    .select(['details', 'act'])
    .where('account_id', '=', owner.accountId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(event.act).toBe('account.updated')
  expect(JSON.parse(event.details)).toMatchObject({ accessToken: id })
})

test('rule 41: an operator’s token reaches /admin only where it says so, and nobody else’s does', async () => {
  const operator = await makeAccount(app, { operator: true })
  const admin = (path: string, { headers }: { headers: { authorization: string } }) =>
    app.browser().get<Reply>(path, headers)
  const wide = await makeToken(app, { owner: operator, scopes: ['read', 'write'] })
  for (const path of ['/admin/accounts', '/admin/accounts/acc_nothing'])
    expect((await admin(path, wide)).body.code).toBe('access_token_scope_missing')
  const named = await makeToken(app, { owner: operator, scopes: ['admin:read'] })
  expect((await admin('/admin/accounts', named)).status).toBe(200)
  expect((await admin('/me', named)).body.code).toBe('access_token_scope_missing')
  const nobody = await makeToken(app, { scopes: ['admin:read', 'admin:write'] })
  expect((await admin('/admin/accounts', nobody)).body.code).toBe('operator_only')
})
