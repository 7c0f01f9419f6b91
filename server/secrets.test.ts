import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from './process/logger.ts'
import { assertNoSecretKept, createCanaries, dump, everythingKept } from './testing/canaries.ts'
import { type MadeKey, makeAccount, makeKey, type TestApp, testApp } from './testing/index.ts'

const metricsToken = 'canary-metrics-token-0123456789'
const upstreamKey = 'sk-canary-upstream-0123456789abcdef'
const wrong = 'canary wrong password 0123456789'
const prompt = 'canary prompt: the harbour master keeps a blue lantern'

let app: TestApp
let key: MadeKey
const replies: string[] = []

beforeAll(async () => {
  app = await testApp({ PORTICO_METRICS_TOKEN: metricsToken })
  for (const secret of [metricsToken, upstreamKey, wrong, prompt]) app.canaries.plant(secret)
  const operator = await makeAccount(app, { operator: true })
  key = await makeKey(app, { owner: operator })
  const { browser } = operator
  const upstream = {
    name: 'canary',
    kind: 'openai',
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: upstreamKey,
    models: ['canary-model'],
  }
  const made = await browser.post<{ id: string }>('/admin/upstreams', upstream)
  expect(made.status).toBe(201)
  replies.push(made.text, (await browser.get('/admin/upstreams')).text)
  replies.push((await browser.post(`/admin/upstreams/${made.body.id}/test`)).text)
  replies.push((await browser.post('/admin/invitations', { note: 'x' })).body.id as string)
  const stranger = app.browser()
  const signIn = { username: operator.username, password: wrong }
  replies.push((await stranger.post('/auth/sign-in', signIn)).text)
  replies.push((await browser.post('/auth/confirm', { password: wrong })).text)
  replies.push((await stranger.post('/auth/sign-in', `{"password":"${wrong}"`)).text)
  replies.push((await stranger.post('/setup', { token: wrong })).text)
  replies.push((await browser.get(`/orgs/${key.slug}/keys/${key.id}`)).text)
  for (const model of ['sandbox-chat', 'canary-model', 'canary-unknown']) {
    const answer = await app.fastify.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key.secret}` },
      payload: { model, messages: [{ role: 'user', content: prompt }] },
    })
    if (answer.statusCode >= 400) replies.push(answer.body)
  }
  for (const bad of [`${key.secret}x`, key.secret.slice(0, -1), `Bearer ${key.secret}`]) {
    const headers = { authorization: `Bearer ${bad}` }
    replies.push((await app.fastify.inject({ url: '/v1/models', headers })).body)
    replies.push((await app.fastify.inject({ url: '/api/v1/whoami', headers })).body)
  }
})
// Closing looks through the database and the log as well, as it does in every test of the suite.
afterAll(() => app.close())

describe('promise 7: after everything, none of the planted secrets is', () => {
  test('in the database', async () => {
    const tables = await dump(app.testStore.store)
    expect(tables.size).toBeGreaterThan(15)
    for (const name of ['accounts', 'sessions', 'api_keys', 'upstreams', 'usage_records'])
      expect(tables.get(name)?.length, name).toBeGreaterThan(10)
    for (const [name, text] of tables) expect(app.canaries.in(text), name).toEqual([])
  })

  test('in the log, before its own redaction too', () => {
    expect(app.log.lines.length).toBeGreaterThan(5)
    for (const line of app.log.lines) expect(app.canaries.in(line), line).toEqual([])
  })

  test('in the metrics', async () => {
    const { body } = await app.fastify.inject({ url: '/metrics' })
    expect(body).toContain('portico_http_requests_total')
    expect(app.canaries.in(body)).toEqual([])
  })

  test('in what is answered, errors first of all', () => {
    expect(replies.length).toBeGreaterThan(12)
    for (const reply of replies) expect(app.canaries.in(reply), reply).toEqual([])
  })
})

describe('the search can fail', () => {
  test('a secret in a table is found, and so is one in the log', async () => {
    const canaries = createCanaries()
    canaries.plant('canary-in-a-table')
    const { store } = app.testStore
    const look = async (log: string[]): Promise<void> =>
      assertNoSecretKept(canaries, await everythingKept(store, { log }))
    const id = 'planted'
    const row = { digest: 'canary-in-a-table', at: 0 }
    await store.db
      .insertInto('setup_links')
      .values({ id, ...row })
      .execute()
    await expect(look([])).rejects.toThrow(/table setup_links: holds canary-i/)
    await sql`delete from setup_links where id = ${id}`.execute(store.db)
    await look([])
    await expect(look(['fine', 'it was canary-in-a-table'])).rejects.toThrow(/log: holds canary-i/)
  })

  test('a password that a request carried is one, and so are cookies and links', () => {
    const canaries = createCanaries()
    const reply = {
      key: { id: 'key_1' },
      secret: 'pk_01_canary_secret',
      url: 'http://localhost/x?invitation=canarycanary01',
    }
    canaries.seen({ username: 'ada-the-first-one', password: 'canary password' }, reply, ['canary-cookie-1'])
    expect(canaries.in('canary password pk_01_canary_secret canarycanary01 canary-cookie-1')).toHaveLength(4)
    expect(canaries.in('ada-the-first-one http://localhost/x?invitation=')).toEqual([])
  })

  test('what the log itself covers is covered', () => {
    const lines: string[] = []
    const log = createLogger('info', { write: (line) => void lines.push(line) })
    log.error({ err: new Error(`refused: Bearer ${key.secret}`), password: wrong }, 'failed')
    expect(app.canaries.in(lines.join(''))).toEqual([])
  })
})
