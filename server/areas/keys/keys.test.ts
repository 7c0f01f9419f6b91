import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyView } from '../../../contract/keys.ts'
import { type Browser, makeAccount, makeKey, type TestApp, testApp } from '../../testing/index.ts'

type Made = { key: KeyView; secret: string | null }
type List = { items: KeyView[]; nextCursor: string | null }
const dayMs = 86_400_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const whoami = (secret: string) =>
  app.browser().get<{ code?: string; keyId?: string }>('/whoami', bearer(secret))
const inDays = (days: number) => new Date(app.clock.now() + days * dayMs).toISOString()
const auditOf = (target: string) =>
  app.testStore.store.db
    .selectFrom('audit_events')
    .selectAll()
    .where('target', '=', target)
    .orderBy('id')
    .execute()
/** The same request so many times at once. */
const atOnce = <T>(times: number, act: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, act))

describe('making a key', () => {
  test('only a name is needed; the secret is in the answer, once, and nowhere in the database', async () => {
    const ada = await makeAccount(app)
    const answer = await ada.browser.post<Made>(`/orgs/${ada.slug}/keys`, { name: '  ci  ' })
    expect(answer.status).toBe(201)
    const { key, secret } = answer.body
    expect(key).toMatchObject({
      name: 'ci',
      organization: ada.slug,
      status: 'active',
      hint: `…${secret?.slice(-4)}`,
      scopes: ['models:call'],
      models: null,
      ipAllowlist: [],
      remark: '',
      budgets: [],
      expiresAt: null,
      lastUsedAt: null,
      lastUsedIp: null,
      createdBy: ada.accountId,
      previousSecretUntil: null,
      can: { manage: true },
    })
    expect((await whoami(secret as string)).body).toEqual({
      keyId: key.id,
      organization: { id: ada.organizationId, slug: ada.slug },
      scopes: ['models:call'],
      expiresAt: null,
    })
    const random = (secret as string).split('_')[2]?.slice(0, 32) as string
    const { db } = app.testStore.store
    for (const table of ['api_keys', 'api_key_secrets', 'audit_events', 'idempotency_keys'] as const)
      expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(random)
    expect((await ada.browser.get(`/orgs/${ada.slug}/keys/${key.id}`)).text).not.toContain(random)
    expect(app.log.lines.join('\n')).not.toContain(random)
    expect(await auditOf(key.id)).toMatchObject([
      { act: 'key.created', account_id: ada.accountId, organization_id: ada.organizationId, security: 1 },
    ])
  })

  test('everything that it says is kept', async () => {
    const ada = await makeAccount(app)
    const body = {
      name: 'all of it',
      expiresAt: '2099-01-01T02:00:00.000+02:00',
      remark: 'line one\nline two',
      scopes: ['models:read', 'models:call', 'models:read'],
      models: ['a', 'b', 'a'],
      ipAllowlist: ['203.0.113.0/24', ' 2001:db8::/32', '198.51.100.7'],
      budgets: [],
      limits: { requestsPerMinute: null },
    }
    const answer = await ada.browser.post<Made>(`/orgs/${ada.slug}/keys`, body)
    expect(answer.status).toBe(201)
    expect(answer.body.key).toMatchObject({
      expiresAt: '2099-01-01T00:00:00.000Z',
      remark: body.remark,
      scopes: ['models:read', 'models:call'],
      models: ['a', 'b'],
      ipAllowlist: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7'],
    })
  })

  test('what nothing obeys yet is refused, not ignored', async () => {
    const ada = await makeAccount(app)
    const send = (body: object) => ada.browser.post(`/orgs/${ada.slug}/keys`, { name: 'x', ...body })
    for (const body of [
      { budgets: [{ period: 'day', limitUsd: '5' }] },
      { limits: { requestsPerMinute: 60 } },
      { limits: { tokensPerMinute: null, concurrent: 1 } },
    ]) {
      const answer = await send(body)
      expect(answer).toMatchObject({ status: 400, body: { code: 'not_available_yet' } })
    }
    for (const body of [
      { owner: 'me' },
      { accountId: ada.accountId },
      { organization: 'other' },
      { scopes: [] },
      { scopes: ['devices:read'] },
      { name: '' },
      { name: 'a\0b' },
      { remark: 'a\0b' },
    ])
      expect(await send(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    const list = await ada.browser.get<List>(`/orgs/${ada.slug}/keys`)
    expect(list.body.items).toEqual([])
  })

  test('a bad entry of the allowlist is named', async () => {
    const ada = await makeAccount(app)
    for (const entry of ['localhost', '203.0.113.0/33', '1.2.3.4/', '1.2.3.4/8/8', 'fe80::1%eth0/200', '']) {
      const answer = await ada.browser.post<{ detail: string }>(`/orgs/${ada.slug}/keys`, {
        name: 'x',
        ipAllowlist: ['203.0.113.7', entry],
      })
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_ip_allowlist' } })
      expect(answer.body.detail).toContain(`"${entry}"`)
    }
  })

  test('an expiry is in the future and within the policy; without one the limit of the policy holds', async () => {
    const ada = await makeAccount(app)
    const send = (body: object) => ada.browser.post<Made>(`/orgs/${ada.slug}/keys`, { name: 'x', ...body })
    // An offset that leaves the four digits of a year.
    expect(await send({ expiresAt: '9999-12-31T23:59:59-23:59' })).toMatchObject({ status: 400 })
    expect(await send({ expiresAt: inDays(-1) })).toMatchObject({
      status: 400,
      body: { code: 'key_expiry_passed' },
    })
    expect((await send({ expiresAt: inDays(4000) })).status).toBe(201)
    const policy = await ada.browser.patch(`/orgs/${ada.slug}/policy`, { maxKeyDays: 30 })
    expect(policy.status).toBe(200)
    const tooFar = await send({ expiresAt: inDays(31) })
    expect(tooFar).toMatchObject({ status: 400, body: { code: 'key_expiry_too_far' } })
    expect(tooFar.text).toContain('30 days')
    expect((await send({ expiresAt: inDays(29) })).status).toBe(201)
    for (const body of [{}, { expiresAt: null }]) {
      const { key } = (await send(body)).body
      const days = (Date.parse(key.expiresAt as string) - app.clock.now()) / dayMs
      expect(days).toBeGreaterThan(29.9)
      expect(days).toBeLessThanOrEqual(30)
    }
  })

  test('∥20: with one Idempotency-Key one key is made, and a replay answers without the secret', async () => {
    const ada = await makeAccount(app)
    const headers = { 'idempotency-key': 'once' }
    const send = () => ada.browser.post<Made>(`/orgs/${ada.slug}/keys`, { name: 'once' }, headers)
    const answers = await atOnce(20, send)
    const secrets = answers.filter(({ status, body }) => status === 201 && body.secret !== null)
    expect(secrets).toHaveLength(1)
    for (const { status } of answers) expect([201, 409]).toContain(status)
    const replay = await send()
    expect(replay.status).toBe(201)
    expect(replay.body.secret).toBeNull()
    expect(replay.body.key.id).toBe(secrets[0]?.body.key.id)
    const list = await ada.browser.get<List>(`/orgs/${ada.slug}/keys`)
    expect(list.body.items).toHaveLength(1)
  })

  test('∥20: an organization never has more live keys than its limit', async () => {
    const ada = await makeAccount(app)
    const { key } = (await ada.browser.post<Made>(`/orgs/${ada.slug}/keys`, { name: 'model' })).body
    const { db } = app.testStore.store
    const row = await db.selectFrom('api_keys').selectAll().where('id', '=', key.id).executeTakeFirstOrThrow()
    const more = Array.from({ length: 989 }, (_, i) => ({ ...row, id: `key_${String(i).padStart(26, '0')}` }))
    for (let start = 0; start < more.length; start += 200)
      await db
        .insertInto('api_keys')
        .values(
          more.slice(start, start + 200).map((one) => ({ ...one, organization_id: ada.organizationId })),
        )
        .execute()
    const answers = await atOnce(20, () => ada.browser.post(`/orgs/${ada.slug}/keys`, { name: 'more' }))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({
      status: 409,
      body: { code: 'too_many_keys' },
    })
    // A revoked key makes room.
    expect((await ada.browser.delete(`/orgs/${ada.slug}/keys/${key.id}`)).status).toBe(204)
    expect((await ada.browser.post(`/orgs/${ada.slug}/keys`, { name: 'more' })).status).toBe(201)
  })
})

describe('changing a key', () => {
  test('promise 9: a change touches only what it names', async () => {
    const body = { remark: 'r', models: ['a'], ipAllowlist: ['203.0.113.0/24'], expiresAt: inDays(5) }
    const { id, slug, owner } = await makeKey(app, { body })
    const path = `/orgs/${slug}/keys/${id}`
    const before = (await owner.browser.get<KeyView>(path)).body
    const changes: [object, Partial<KeyView>][] = [
      [{ name: 'Renamed' }, { name: 'Renamed' }],
      [{ remark: '' }, { remark: '' }],
      [{ models: null }, { models: null }],
      [{ models: [] }, { models: [] }],
      [{ ipAllowlist: [] }, { ipAllowlist: [] }],
      [{ scopes: ['models:read'] }, { scopes: ['models:read'] }],
      [{ expiresAt: null }, { expiresAt: null }],
      [{ status: 'disabled' }, { status: 'disabled' }],
      [{ status: 'active' }, { status: 'active' }],
      [{}, {}],
    ]
    let expected = before
    for (const [change, effect] of changes) {
      expected = { ...expected, ...effect }
      const answer = await owner.browser.patch<KeyView>(path, change)
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual(expected)
    }
    const acts = (await auditOf(id)).map(({ act, details }) => [act, JSON.parse(details)])
    expect(acts.slice(1, 3)).toEqual([
      ['key.updated', { name: 'Renamed' }],
      ['key.updated', { remark: '' }],
    ])
    expect(acts.slice(-2)).toEqual([
      ['key.disabled', { status: 'disabled' }],
      ['key.enabled', { status: 'active' }],
    ])
    expect(acts).toHaveLength(10)
  })

  test('the rules of a new key hold for a changed one', async () => {
    const { id, slug, owner } = await makeKey(app)
    const send = (body: object) => owner.browser.patch(`/orgs/${slug}/keys/${id}`, body)
    expect(await send({ expiresAt: inDays(-1) })).toMatchObject({ body: { code: 'key_expiry_passed' } })
    expect(await send({ ipAllowlist: ['x'] })).toMatchObject({ body: { code: 'invalid_ip_allowlist' } })
    expect(await send({ limits: { concurrent: 2 } })).toMatchObject({ body: { code: 'not_available_yet' } })
    expect(await send({ status: 'revoked' })).toMatchObject({ body: { code: 'invalid_request' } })
    await owner.browser.patch(`/orgs/${slug}/policy`, { maxKeyDays: 3 })
    expect(await send({ expiresAt: inDays(4) })).toMatchObject({ body: { code: 'key_expiry_too_far' } })
  })

  test('a revoked key is final', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const path = `/orgs/${slug}/keys/${id}`
    const answers = await atOnce(20, () => owner.browser.delete(path))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect((await auditOf(id)).filter(({ act }) => act === 'key.revoked')).toHaveLength(1)
    const final = { status: 409, body: { code: 'key_revoked' } }
    expect(await owner.browser.patch(path, { status: 'active' })).toMatchObject(final)
    expect(await owner.browser.patch(path, { name: 'x' })).toMatchObject(final)
    expect(await owner.browser.post(`${path}/rotate`, {})).toMatchObject(final)
    expect((await owner.browser.get<KeyView>(path)).body.status).toBe('revoked')
    expect(await whoami(secret)).toMatchObject({ status: 401, body: { code: 'revoked_api_key' } })
  })
})

describe('rotating a key', () => {
  const rotate = (browser: Browser, path: string, overlapSeconds?: number) =>
    browser.post<Made>(`${path}/rotate`, overlapSeconds === undefined ? {} : { overlapSeconds })

  test('the old secret works until the overlap ends, by the clock', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const path = `/orgs/${slug}/keys/${id}`
    const rotated = await rotate(owner.browser, path, 60)
    expect(rotated.status).toBe(201)
    const fresh = rotated.body.secret as string
    expect(rotated.body.key.hint).toBe(`…${fresh.slice(-4)}`)
    expect(rotated.body.key.previousSecretUntil).not.toBeNull()
    for (const one of [secret, fresh]) expect((await whoami(one)).body.keyId).toBe(id)
    app.clock.advance(61_000)
    expect(await whoami(secret)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } })
    expect((await whoami(fresh)).status).toBe(200)
    expect((await owner.browser.get<KeyView>(path)).body.previousSecretUntil).toBeNull()
  })

  test('without an overlap the old secret ends at once', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    expect((await whoami(secret)).status).toBe(200)
    const { body } = await rotate(owner.browser, `/orgs/${slug}/keys/${id}`)
    expect(await whoami(secret)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } })
    expect((await whoami(body.secret as string)).status).toBe(200)
    expect((await auditOf(id)).at(-1)).toMatchObject({ act: 'key.rotated', security: 1 })
  })

  test('rotating again ends the older secret at once', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const path = `/orgs/${slug}/keys/${id}`
    const second = (await rotate(owner.browser, path, 600)).body.secret as string
    const third = (await rotate(owner.browser, path, 600)).body.secret as string
    expect((await whoami(secret)).status).toBe(401)
    expect((await whoami(second)).status).toBe(200)
    expect((await whoami(third)).status).toBe(200)
    expect((await rotate(owner.browser, path, 604_801)).status).toBe(400)
  })

  test('∥20: at most two secrets ever live', async () => {
    const { id, slug, owner, secret } = await makeKey(app)
    const path = `/orgs/${slug}/keys/${id}`
    const answers = await atOnce(20, () => rotate(owner.browser, path, 600))
    const secrets = answers.map(({ status, body }) => {
      expect(status).toBe(201)
      return body.secret as string
    })
    expect(new Set(secrets).size).toBe(20)
    const alive = await Promise.all(
      [secret, ...secrets].map(async (one) => (await whoami(one)).status === 200),
    )
    expect(alive.filter(Boolean)).toHaveLength(2)
    const rows = app.testStore.store.db.selectFrom('api_key_secrets').selectAll().where('key_id', '=', id)
    expect(await rows.execute()).toHaveLength(2)
  })
})
