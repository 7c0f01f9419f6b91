import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeKey,
  makeOrganization,
  makeUsage,
  type ScriptedUpstream,
  startScriptedUpstream,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type Answer = {
  ok: boolean
  ms: number
  status: number | null
  answer: string | null
  dimensions: number | null
  problemCode: string | null
}
const canary = 'sk-canary-of-the-live-test-4d3c2b1a'

let app: TestApp
let operator: MadeAccount
let scripted: ScriptedUpstream
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
  scripted = await startScriptedUpstream()
})
afterAll(async () => {
  await scripted.close()
  await app.close()
})

describe('an organization, for the operator', () => {
  test('has its owner, its people with owners first, its policy in short and its calls of 30 days', async () => {
    const organization = await makeOrganization(app)
    const bo = await makeAccount(app)
    await addMember(app, organization, bo, 'viewer')
    const key = await makeKey(app)
    const call = { organizationId: organization.id, keyId: key.id, accountId: bo.accountId, model: 'm' }
    await makeUsage(app, [call, call, { ...call, at: app.clock.now() - 31 * 86_400_000 }])
    const { body } = await operator.browser.get<Record<string, unknown>>(
      `/admin/organizations/${organization.slug}`,
    )
    const { accountId } = organization.owner
    expect(body).toMatchObject({
      ...{ id: organization.id, members: 2, keys: 0, calls30Days: 2, owner: { id: accountId } },
      people: [
        { accountId, role: 'owner' },
        { accountId: bo.accountId, role: 'viewer' },
      ],
      policy: { acceptUnpricedModels: false, recordIp: 'off', maxKeyDays: null },
    })
    const list = await operator.browser.get<{ items: object[] }>(
      `/admin/organizations?q=${organization.slug}`,
    )
    expect(list.body.items).toMatchObject([{ owner: { id: accountId }, calls30Days: 2, members: 2 }])
    expect((await operator.browser.get('/admin/organizations/no-such-slug')).status).toBe(404)
  })
})

describe('a model is tested live', () => {
  let id = ''
  const ask = async (model: string) =>
    (await operator.browser.post<Answer>(`/admin/upstreams/${id}/test-model`, { model })).body
  beforeAll(async () => {
    const body = { kind: 'openai', name: 'x', baseUrl: scripted.baseUrl, apiKey: canary, models: ['ok'] }
    id = (await operator.browser.post<{ id: string }>('/admin/upstreams', body)).body.id
  })

  test('its words, its status and its time are told; nothing is saved', async () => {
    expect(await ask('ok')).toMatchObject({
      ...{ ok: true, status: 200, answer: 'Hello from the scripted upstream.', problemCode: null },
      ms: expect.any(Number),
    })
    expect(scripted.calls.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`)
    const { db } = app.testStore.store
    expect(await db.selectFrom('usage_records').selectAll().where('model', '=', 'ok').execute()).toEqual([])
  })

  test.each([
    ['error-400', 400, 'http_status'],
    ['error-401', 401, 'credential_refused'],
    ['error-429', 429, 'rate_limited'],
    ['error-500', 500, 'http_status'],
    ['redirect', 307, 'redirected'],
    ['garbage', 200, 'not_json'],
    ['huge', null, 'too_large'],
  ])('%s is told as it is, without the credential', async (model, status, problemCode) => {
    const answer = await ask(model)
    expect(answer).toMatchObject({ ok: false, problemCode })
    if (status !== null) expect(answer.status).toBe(status)
    expect(JSON.stringify(answer)).not.toContain(canary)
  })

  test('the sandbox answers too, and makes vectors', async () => {
    const of = async (model: string) =>
      (await operator.browser.post<Answer>('/admin/upstreams/ups_sandbox/test-model', { model })).body
    expect(await of('sandbox-chat')).toMatchObject({ ok: true, status: 200, answer: expect.any(String) })
    expect(await of('sandbox-embed')).toMatchObject({
      ok: true,
      answer: null,
      dimensions: expect.any(Number),
    })
  })
})

describe('health', () => {
  test('tells of the store, the queues, this node, the sweeps and the upstreams', async () => {
    app.clock.advance(90_000)
    const { status, body, text } = await operator.browser.get<Record<string, unknown>>('/admin/health')
    expect(status, text).toBe(200)
    const kind = app.testStore.store.kind
    const newest = readdirSync(new URL('../../db/migrations', import.meta.url))
      .sort()
      .at(-1)
      ?.replace('.ts', '')
    expect(body).toMatchObject({
      ...{ version: expect.stringMatching(/^\d+\.\d+\.\d+/), nodeVersion: process.version },
      store: {
        ...{ kind, writeMs: expect.any(Number), readMs: expect.any(Number), migration: newest },
        listener: kind === 'sqlite' ? 'alone' : 'listening',
      },
      money: { heldUsd: '0.000000000', leases: 0, settling: 0, openStreams: 0 },
    })
    expect(body.uptimeSeconds).toBeGreaterThanOrEqual(90)
    expect(body.nodes).toHaveLength(1)
    expect(
      (body.sweeps as { name: string; ok: boolean | null }[]).map(({ name, ok }) => [name, ok]),
    ).toContainEqual([...['leases', null]])
    expect((body.upstreams as { name: string }[]).map(({ name }) => name)).toContain('Sandbox')
    expect(text).not.toContain(canary)
  })
})
