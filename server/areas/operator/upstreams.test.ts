import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { type ScriptedUpstream, startScriptedUpstream } from '../../testing/scripted-upstream.ts'
import { updateUpstream } from './upstreams.ts'

type View = Record<string, unknown> & { id: string; apiKey: { set: boolean; hint: string | null } }
type Test = { ok: boolean; models: string[]; ms: number; problem: string | null; problemCode: string | null }

const canary = 'sk-canary-5f1d0c9e8b7a6f5e4d3c2b1a'
const other = 'sk-another-canary-0a1b2c3d4e5f6071'

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

async function create(body: object = {}): Promise<View> {
  const answer = await operator.browser.post<View>('/admin/upstreams', {
    ...{ kind: 'openai', name: 'local', baseUrl: scripted.baseUrl, apiKey: canary, models: ['m', 'm', 'n'] },
    ...body,
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const change = (id: string, body: object) => operator.browser.patch<View>(`/admin/upstreams/${id}`, body)
const row = (id: string) =>
  app.testStore.store.db.selectFrom('upstreams').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const opened = async (id: string) =>
  app.deps.secretBox.open((await row(id)).credential ?? '', `upstream:${id}`)
async function connected(id: string) {
  await app.services.upstreams.ready()
  return app.services.upstreams.upstreams().find((upstream) => upstream.id === id)
}

describe('upstreams', () => {
  test('are made, changed by name only, listed and deleted; the registry follows at once', async () => {
    const made = await create({ baseUrl: `${scripted.baseUrl}/` })
    expect(made).toMatchObject({
      ...{ kind: 'openai', name: 'local', baseUrl: scripted.baseUrl, models: ['m', 'n'], enabled: true },
      ...{ priority: 0, weight: 1, onDisconnect: 'cancel', streamOptions: true, provider: null },
      ...{ apiKey: { set: true, hint: '…2b1a' }, health: { state: 'unknown', until: null } },
    })
    expect(await connected(made.id)).toMatchObject({ credential: canary, models: ['m', 'n'] })
    const answer = await change(made.id, { priority: 5, streamOptions: false })
    expect(answer.body).toEqual({ ...made, priority: 5, streamOptions: false })
    expect(await connected(made.id)).toMatchObject({ priority: 5, streamOptions: false, credential: canary })
    const { body } = await operator.browser.get<{ items: View[] }>('/admin/upstreams')
    expect(body.items.map(({ id }) => id)).toEqual([made.id, 'ups_sandbox'])
    await change(made.id, { enabled: false })
    expect(await connected(made.id)).toBeUndefined()
    expect((await operator.browser.delete(`/admin/upstreams/${made.id}`)).status).toBe(204)
    expect((await operator.browser.delete(`/admin/upstreams/${made.id}`)).status).toBe(404)
    const acts = await app.testStore.store.db
      .selectFrom('audit_events')
      .select(['act', 'details'])
      .where('target', '=', made.id)
      .orderBy('id')
      .execute()
    expect(acts.map(({ act }) => act)).toEqual([
      'upstream.created',
      'upstream.updated',
      'upstream.updated',
      'upstream.deleted',
    ])
    expect(JSON.parse(acts[1]?.details ?? '')).toEqual({
      priority: { from: 0, to: 5 },
      stream_options: { from: 1, to: 0 },
    })
  })

  test('promise 9 ∥: changes of different fields at once all hold', async () => {
    const { id } = await create()
    const changes = [
      { name: 'renamed' },
      { priority: 7 },
      { weight: 9 },
      { models: ['z'] },
      { onDisconnect: 'drain' },
    ]
    const answers = await Promise.all([...changes, ...changes].map((body) => change(id, body)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const { body } = await operator.browser.get<{ items: View[] }>('/admin/upstreams')
    expect(body.items.find((item) => item.id === id)).toMatchObject(Object.assign({}, ...changes))
  })

  test('the sandbox is among them, on until a real one is, and cannot be changed', async () => {
    const fresh = await testApp()
    const { browser } = await makeAccount(fresh, { operator: true })
    const sandbox = async () =>
      (await browser.get<{ items: View[] }>('/admin/upstreams')).body.items.find(
        ({ id }) => id === 'ups_sandbox',
      )
    expect(await sandbox()).toMatchObject({ kind: 'sandbox', enabled: true, createdAt: null })
    const enabled = { kind: 'openai', name: 'x', baseUrl: 'http://127.0.0.1:1/v1', models: ['sandbox-chat'] }
    const made = await browser.post<View>('/admin/upstreams', enabled)
    expect(await sandbox()).toMatchObject({ enabled: false })
    await browser.patch('/admin/settings', { sandbox: true })
    expect(await sandbox()).toMatchObject({ enabled: true })
    await fresh.services.upstreams.ready()
    // A real one that serves a model of the same name goes first.
    expect(fresh.services.upstreams.candidates('sandbox-chat').map(({ id }) => id)).toEqual([
      made.body.id,
      'ups_sandbox',
    ])
    expect((await browser.patch('/admin/upstreams/ups_sandbox', { name: 'x' })).body.code).toBe(
      'sandbox_built_in',
    )
    expect((await browser.post<Test>('/admin/upstreams/ups_sandbox/test')).body.ok).toBe(true)
    await fresh.close()
  })
})

describe("an upstream's credential", () => {
  test('promise 7: is encrypted at rest, and comes back from no endpoint, log line or audit event', async () => {
    const { id } = await create({ name: 'secretive' })
    await change(id, { apiKey: other })
    await change(id, { name: 'still secretive', models: ['x'] })
    expect(await opened(id)).toBe(other)
    const answers = [
      await operator.browser.get('/admin/upstreams'),
      await operator.browser.post(`/admin/upstreams/${id}/test`),
      await operator.browser.post('/admin/upstreams/test', {
        ...{ kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1', apiKey: canary },
      }),
      await change(id, { apiKey: `${other} with a space` }),
      await change(id, { baseUrl: 'http://169.254.169.254/v1', apiKey: canary }),
      await operator.browser.get('/admin/prices?scope=all'),
    ]
    const store = app.testStore.store.db
    const kept = [
      await store.selectFrom('upstreams').selectAll().execute(),
      await store.selectFrom('audit_events').selectAll().execute(),
      await store.selectFrom('idempotency_keys').selectAll().execute(),
    ]
    const everything = JSON.stringify([answers.map(({ text }) => text), kept, app.log.lines])
    expect(everything).toContain('still secretive')
    for (const secret of [canary, other, canary.slice(3), other.slice(3)])
      expect(everything).not.toContain(secret)
  })

  test('is never sent to another host than it was saved for', async () => {
    const { id } = await create()
    const elsewhere = { baseUrl: 'http://127.0.0.2:9/v1' }
    const refused = await change(id, elsewhere)
    expect(refused.body).toMatchObject({
      status: 400,
      code: 'credential_needed',
      errors: [{ path: 'apiKey' }],
    })
    expect((await row(id)).base_url).toBe(scripted.baseUrl)
    // Another path of the same host is the same host; another port is not.
    expect((await change(id, { baseUrl: `${scripted.baseUrl}/beta` })).body.apiKey.set).toBe(true)
    expect((await change(id, { baseUrl: 'http://127.0.0.1:9/v1' })).body.code).toBe('credential_needed')
    expect((await change(id, { ...elsewhere, apiKey: '' })).body.apiKey).toEqual({ set: false, hint: null })
    expect((await change(id, { baseUrl: scripted.baseUrl, apiKey: other })).body.apiKey.hint).toBe('…6071')
    expect(await opened(id)).toBe(other)
  })

  test('∥: no order of changes at once puts one under a host that it was not given for', async () => {
    const hosts = Array.from({ length: 10 }, (_, i) => `http://127.0.0.${i + 2}:9/v1`)
    const { id } = await create({ baseUrl: hosts[0], apiKey: `key-for-${hosts[0]}` })
    const moves = hosts.map((baseUrl) => change(id, { baseUrl, apiKey: `key-for-${baseUrl}` }))
    // As the console sends it: a key beside the address that it is for.
    const rekeys = hosts.map(() => change(id, { baseUrl: hosts[0], apiKey: `key-for-${hosts[0]}` }))
    const answers = await Promise.all([...moves, ...rekeys])
    expect(new Set(answers.map(({ status }) => status)).difference(new Set([200, 409])).size).toBe(0)
    const { base_url } = await row(id)
    expect(await opened(id)).toBe(`key-for-${base_url}`)
  })

  test('a change that looked before another one was done is refused, whatever it changes of the two', async () => {
    const hosts = ['http://127.0.0.2:9/v1', 'http://127.0.0.3:9/v1'] as const
    const { id } = await create({ baseUrl: hosts[0] })
    const before = await row(id)
    await change(id, { baseUrl: hosts[1], apiKey: other })
    const late = (changes: object) => {
      const ctx = { ...app.deps, requestId: 'req_late', ip: '127.0.0.1', userAgent: null, session: operator }
      return updateUpstream(ctx as never, app.services.outgoing, before, changes)
    }
    for (const changes of [{ apiKey: canary }, { apiKey: '' }, { baseUrl: `${hosts[0]}/beta` }])
      await expect(late(changes)).rejects.toMatchObject({ status: 409 })
    expect(await opened(id)).toBe(other)
    // What is neither stays free: two people may rename and weigh at once.
    await late({ name: 'renamed late' })
    expect(await row(id)).toMatchObject({ base_url: hosts[1], name: 'renamed late' })
  })

  test('short ones show nothing of themselves', async () => {
    expect((await create({ apiKey: 'hunter2' })).apiKey).toEqual({ set: true, hint: '…' })
    expect((await create({ apiKey: undefined })).apiKey).toEqual({ set: false, hint: null })
  })
})

describe('rule 38: an address of an upstream', () => {
  let strict: TestApp
  let strictOperator: MadeAccount
  beforeAll(async () => {
    strict = await testApp({ PORTICO_ALLOW_PRIVATE_NETWORKS: '' })
    strictOperator = await makeAccount(strict, { operator: true })
  })
  afterAll(() => strict.close())

  const forbidden = [
    ['http://127.0.0.1:9/v1', 'url_not_allowed'],
    ['http://169.254.169.254/latest', 'url_not_allowed'],
    ['http://2130706433/v1', 'url_not_allowed'],
    ['http://0177.0.0.1/v1', 'url_not_allowed'],
    ['http://0x7f.1/v1', 'url_not_allowed'],
    ['http://[::1]/v1', 'url_not_allowed'],
    ['http://[::ffff:10.0.0.1]/v1', 'url_not_allowed'],
    ['http://localhost:9/v1', 'url_not_allowed'],
    ['file:///etc/passwd', 'url_not_http'],
    ['http://user:secret@example.com/v1', 'url_has_credentials'],
    ['not an address', 'invalid_url'],
  ] as const

  test.each(forbidden)('%s is refused when saved and when tried', async (baseUrl, code) => {
    const body = { kind: 'openai', name: 'x', baseUrl, models: [] }
    const saved = await strictOperator.browser.post('/admin/upstreams', body)
    expect(saved.body).toMatchObject({ status: 400, code, errors: [{ path: 'baseUrl' }] })
    const tried = await strictOperator.browser.post<Test>('/admin/upstreams/test', {
      kind: 'openai',
      baseUrl,
    })
    expect(tried.body).toMatchObject({ ok: false, models: [], problem: saved.body.detail })
  })

  test('holds neither query nor fragment', async () => {
    for (const baseUrl of [`${scripted.baseUrl}?key=1`, `${scripted.baseUrl}#x`, `${scripted.baseUrl}?`]) {
      const body = { kind: 'openai', name: 'x', baseUrl, models: [] }
      expect((await operator.browser.post('/admin/upstreams', body)).body.code).toBe('invalid_url')
    }
  })

  test.each(['http://127.0.0.1:9/v1', 'http://localhost:9/v1'])(
    '%s is judged again when tested, whatever was saved',
    async (base_url) => {
      const now = strict.clock.now()
      const id = `ups_${base_url.replaceAll(/\W/g, '')}`
      const values = { kind: 'openai', base_url, credential: null, credential_hint: null, models: '[]' }
      await strict.testStore.store.db
        .insertInto('upstreams')
        .values({
          ...{ id, name: 'old', ...values, priority: 0, weight: 1, enabled: 0, on_disconnect: 'cancel' },
          ...{ stream_options: 1, created_at: now, updated_at: now },
        })
        .execute()
      const answer = await strictOperator.browser.post<Test>(`/admin/upstreams/${id}/test`)
      expect(answer.body.ok).toBe(false)
      expect(answer.body.problem).toContain('is a loopback address')
    },
  )
})

describe('testing an upstream', () => {
  const trying = async (baseUrl: string, apiKey?: string) =>
    (await operator.browser.post<Test>('/admin/upstreams/test', { kind: 'openai', baseUrl, apiKey })).body

  test('asks for its models with its credential', async () => {
    const { id } = await create()
    const answer = await operator.browser.post<Test>(`/admin/upstreams/${id}/test`)
    expect(answer.body).toMatchObject({ ok: true, models: ['ok', 'echo'], problem: null })
    const call = scripted.calls.at(-1)
    expect([call?.method, call?.path, call?.headers.authorization]).toEqual([
      'GET',
      '/v1/models',
      `Bearer ${canary}`,
    ])
  })

  test('says what is wrong in words that hold no secret', async () => {
    const gone = await startScriptedUpstream()
    await gone.close()
    const { problem, problemCode } = await trying(gone.baseUrl, canary)
    expect(problemCode).toBe('refused')
    expect(problem).toBe(`Nothing answers at 127.0.0.1:${gone.port}: the connection was refused.`)
  })
})
