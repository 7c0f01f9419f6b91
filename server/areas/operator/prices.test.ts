import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makeKey,
  makeUsage,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type Price = Record<string, unknown> & { id: string | null; model: string }
type Page = { items: Price[]; nextCursor: string | null }

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const path = (model: string): string => `/admin/prices/${model.split('/').map(encodeURIComponent).join('/')}`
const set = (model: string, body: object) => operator.browser.put<Price>(path(model), body)
const list = async (query: string) => (await operator.browser.get<Page>(`/admin/prices?${query}`)).body
const inForce = async (model: string) => {
  await app.services.book.ready()
  return app.services.book.lookup({ model, provider: null }, app.clock.now())
}

describe('an own price', () => {
  test('is in force for the next call, shown with its figures, and written in the audit log', async () => {
    const answer = await set('vendor/model:free', {
      ...{ state: 'priced', perRequestUsd: '0.001' },
      ratesUsdPerMillion: { input: '2.50', output: '10', cache_read: '0.000001' },
    })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      ...{ model: 'vendor/model:free', provider: null, state: 'priced', source: 'operator', tiers: [] },
      ratesUsdPerMillion: { input: '2.5', output: '10', cache_read: '0.000001' },
      perRequestUsd: '0.001',
    })
    expect(await inForce('vendor/model:free')).toMatchObject({
      id: answer.body.id,
      rates: { input: 2_500_000n, output: 10_000_000n, cache_read: 1n, request: 1_000_000_000n },
    })
    const events = await app.testStore.store.db
      .selectFrom('audit_events')
      .selectAll()
      .where('target', '=', answer.body.id)
      .execute()
    expect(events.map(({ act, account_id }) => [act, account_id])).toEqual([
      ['price.set', operator.accountId],
    ])
  })

  test('a past record keeps its price: a change or an end touches no record', async () => {
    const first = await set('kept', { state: 'priced', ratesUsdPerMillion: { input: '1' } })
    const key = await makeKey(app)
    const [requestId] = await makeUsage(app, [
      {
        ...{ organizationId: key.organizationId, keyId: key.id, accountId: key.owner.accountId },
        ...{ model: 'kept', priceId: first.body.id },
        buckets: [{ name: 'input', quantity: 12n, ratePicos: 1_000_000n }],
      },
    ])
    const read = () => key.owner.browser.get(`/orgs/${key.slug}/usage/${requestId}`)
    const before = await read()
    expect(before.body).toMatchObject({ priceId: first.body.id, costUsd: '0.000012000' })
    app.clock.advance(10)
    const second = await set('kept', { state: 'priced', ratesUsdPerMillion: { input: '99' } })
    expect((await inForce('kept'))?.id).toBe(second.body.id)
    app.clock.advance(10)
    expect((await operator.browser.delete(path('kept'))).status).toBe(204)
    expect(await inForce('kept')).toBeNull()
    expect((await operator.browser.delete(path('kept'))).status).toBe(404)
    expect((await read()).body).toEqual(before.body)
    const rows = await app.testStore.store.db
      .selectFrom('prices')
      .selectAll()
      .where('model', '=', 'kept')
      .execute()
    expect(rows.map(({ id }) => id).sort()).toEqual([first.body.id, second.body.id].sort())
  })

  test('can begin later, and be free', async () => {
    const effectiveFrom = new Date(app.clock.now() + 60_000).toISOString()
    await set('later', { state: 'free' })
    const coming = await set('later', { state: 'priced', effectiveFrom, ratesUsdPerMillion: { input: '3' } })
    expect(coming.body.effectiveFrom).toBe(effectiveFrom)
    expect((await inForce('later'))?.state).toBe('free')
    expect((await list('scope=operator&q=later')).items.map(({ state }) => state)).toEqual(['free', 'priced'])
    app.clock.advance(60_000)
    expect((await inForce('later'))?.id).toBe(coming.body.id)
  })

  test.each([
    [{ state: 'priced', effectiveFrom: '2020-01-01T00:00:00Z', perRequestUsd: '1' }, 'effectiveFrom'],
    [{ state: 'priced', ratesUsdPerMillion: { input: '-1' } }, 'ratesUsdPerMillion.input'],
    [{ state: 'priced', ratesUsdPerMillion: { output: '0.0000001' } }, 'ratesUsdPerMillion.output'],
    [{ state: 'priced', ratesUsdPerMillion: { tokens: '1' } }, 'ratesUsdPerMillion.tokens'],
    [{ state: 'priced', ratesUsdPerMillion: { input: '9'.repeat(30) } }, 'ratesUsdPerMillion.input'],
    [{ state: 'priced', ratesUsdPerMillion: { input: '1e3' } }, 'ratesUsdPerMillion.input'],
    [{ state: 'priced', perRequestUsd: '0' }, 'ratesUsdPerMillion'],
    [{ state: 'free', perRequestUsd: '1' }, 'state'],
    [{ state: 'unpriced' }, 'state'],
  ])('%j is refused with the path of its field', async (body, at) => {
    const answer = await set('refused', body)
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request', errors: [{ path: at }] })
    expect(await inForce('refused')).toBeNull()
  })
})

describe('the list of prices', () => {
  test('served: every model of our upstreams, at the price of a call now; the unpriced say so', async () => {
    const body = { kind: 'openai', name: 'x', baseUrl: 'http://127.0.0.1:9/v1', models: ['gpt-4o', 'mine'] }
    await operator.browser.post('/admin/upstreams', body)
    await operator.browser.patch('/admin/settings', { sandbox: true })
    await set('mine', { state: 'priced', perRequestUsd: '1' })
    const { items } = await list('')
    expect(items.map(({ model, provider, state, source }) => [model, provider, state, source])).toEqual([
      // A stranger's address inherits nothing, whatever its models are called.
      ['gpt-4o', null, 'unpriced', 'none'],
      ['mine', null, 'priced', 'operator'],
      ['sandbox-chat', 'sandbox', 'priced', 'seed'],
      ['sandbox-embed', 'sandbox', 'priced', 'seed'],
      ['sandbox-unpriced', 'sandbox', 'unpriced', 'none'],
    ])
  })

  test('all: the lists as well, by search, with their tiers, in pages that neither repeat nor skip', async () => {
    const whole = (await list('scope=all&q=gemini&limit=200')).items
    expect(whole.length).toBeGreaterThan(20)
    const paged: Price[] = []
    let cursor = ''
    do {
      const page = await list(`scope=all&q=GEMINI&limit=7${cursor}`)
      paged.push(...page.items)
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    expect(paged.slice(0, whole.length)).toEqual(whole)
    expect(new Set(paged.map((price) => JSON.stringify([price.model, price.provider]))).size).toBe(
      paged.length,
    )
    expect(paged.find(({ tiers }) => (tiers as object[]).length > 0)?.tiers).toContainEqual({
      ...{ bucket: expect.any(String), aboveInputTokens: 128_000, usdPerMillion: expect.any(String) },
    })
  })

  test('rule 45: search text is text', async () => {
    for (const q of ['%', '_', "'", '\\', '\0', 'x'.repeat(10_000), '模'.repeat(10_000), '(', '['])
      expect((await list(`scope=operator&q=${encodeURIComponent(q)}`)).items).toEqual([])
    expect((await operator.browser.get('/admin/prices?cursor=nonsense')).body.code).toBe('invalid_cursor')
  })
})
