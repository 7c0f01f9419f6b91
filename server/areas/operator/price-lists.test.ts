import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

type Plan = {
  plan: string
  added: { model: string; line: number; effectiveFrom: string | null; after: object }[]
  changed: { model: string; before: object; after: object }[]
  removed: { model: string }[]
  unchanged: number
  refused: { line: number; model: string | null; problem: string; about: string | null }[]
}
type Comparison = {
  items: { model: string; provider: string | null; verdict: string; differences: object[] }[]
  nextCursor: string | null
}

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const set = (model: string, body: object) => operator.browser.put(`/admin/prices/${model}`, body)
const check = (body: object) =>
  operator.browser.post<Plan>('/admin/price-import/check', { format: 'json', complete: false, ...body })
const apply = (body: object) =>
  operator.browser.post('/admin/price-import', { format: 'json', complete: false, ...body })
async function priceOf(model: string) {
  await app.services.book.ready()
  return app.services.book.lookup({ model, provider: null }, app.clock.now())
}
const imports = () =>
  app.testStore.store.db.selectFrom('audit_events').selectAll().where('act', '=', 'prices.imported').execute()

describe('our prices beside the list', () => {
  test('each difference is marked in percent, of what is really charged, cache reads as input where no rate is', async () => {
    await set('gpt-4o', { state: 'priced', ratesUsdPerMillion: { input: '3', output: '9' } })
    await set('nobody-knows-it', { state: 'free' })
    const { body } = await operator.browser.get<Comparison>('/admin/price-comparison')
    expect(body.items.map(({ model, provider, verdict }) => [model, provider, verdict])).toEqual([
      ['gpt-4o', 'openai', 'mixed'],
      ['nobody-knows-it', null, 'unlisted'],
    ])
    expect(body.items[0]?.differences).toEqual([
      { bucket: 'input', ownUsd: '3', listUsd: '2.5', percent: '20.0' },
      { bucket: 'cache_read', ownUsd: '3', listUsd: '1.25', percent: '140.0' },
      { bucket: 'output', ownUsd: '9', listUsd: '10', percent: '-10.0' },
      { bucket: 'search', ownUsd: null, listUsd: '10000', percent: null },
    ])
    const paged = await operator.browser.get<Comparison>('/admin/price-comparison?limit=1')
    expect(paged.body.items).toHaveLength(1)
    const rest = await operator.browser.get<Comparison>(
      `/admin/price-comparison?limit=1&cursor=${paged.body.nextCursor}`,
    )
    expect([rest.body.items[0]?.model, rest.body.nextCursor]).toEqual(['nobody-knows-it', null])
    for (const model of ['gpt-4o', 'nobody-knows-it']) await operator.browser.delete(`/admin/prices/${model}`)
  })
})

describe('a price list', () => {
  test('shows what would change and changes nothing; applied, it does exactly that, in one act', async () => {
    await set('kept', { state: 'priced', ratesUsdPerMillion: { input: '1' } })
    await set('raised', { state: 'priced', ratesUsdPerMillion: { input: '1' } })
    await set('gone', { state: 'free' })
    app.clock.advance(1000)
    const text = [
      'model,state,input,output,per_request,effective_from',
      'kept,priced,1.00,,,',
      'raised,priced,2,4,,',
      '"new, with comma",,0.5,1,0.001,',
      'bad-rate,priced,1e3,,,',
      'raised,priced,3,,,',
      ',priced,1,,,',
      'past,priced,1,,,2020-01-01T00:00:00Z',
      'contradiction,free,1,,,',
      'too,many,1,2,3,,7',
      'gratis,free,,,,',
    ].join('\r\n')
    const body = { format: 'csv', text, complete: true }
    const plan = (await check(body)).body
    expect(plan).toMatchObject({
      added: [
        {
          ...{ line: 4, model: 'new, with comma' },
          after: {
            ...{ state: 'priced', ratesUsdPerMillion: { input: '0.5', output: '1' }, perRequestUsd: '0.001' },
          },
        },
        { line: 11, model: 'gratis', after: { state: 'free' } },
      ],
      changed: [
        {
          ...{ line: 3, model: 'raised', before: { ratesUsdPerMillion: { input: '1' } } },
          after: { ratesUsdPerMillion: { input: '2', output: '4' } },
        },
      ],
      removed: [{ model: 'gone', before: { state: 'free' } }],
      unchanged: 1,
      refused: [
        { line: 5, model: 'bad-rate', problem: 'bad_rate', about: 'input' },
        { line: 6, model: 'raised', problem: 'duplicate' },
        { line: 7, model: null, problem: 'no_model' },
        { line: 8, model: 'past', problem: 'date_past' },
        { line: 9, model: 'contradiction', problem: 'rates_of_free' },
        { line: 10, model: 'too', problem: 'columns', about: '7' },
      ],
    })
    expect((await priceOf('raised'))?.rates).toEqual({ input: 1_000_000n })
    expect(await imports()).toEqual([])
    const applied = await apply({ ...body, plan: plan.plan })
    expect([applied.status, applied.body]).toEqual([200, { added: 2, changed: 1, removed: 1 }])
    expect((await priceOf('raised'))?.rates).toEqual({ input: 2_000_000n, output: 4_000_000n })
    expect((await priceOf('new, with comma'))?.rates).toMatchObject({ request: 1_000_000_000n })
    expect([await priceOf('gone'), (await priceOf('gratis'))?.state]).toEqual([null, 'free'])
    const rows = await imports()
    expect(rows.map(({ account_id }) => account_id)).toEqual([operator.accountId])
    expect(JSON.parse(rows[0]?.details ?? '')).toMatchObject({
      ...{ counts: { added: 2, changed: 1, removed: 1 }, refused: 6, unchanged: 1 },
      ...{ changed: ['raised'], removed: ['gone'] },
    })
  })

  test('what was shown is what happens: a plan that is no longer true is refused, and nothing is half applied', async () => {
    const text = JSON.stringify([
      { model: 'first', ratesUsdPerMillion: { input: 2.5 } },
      { model: 'second', state: 'free' },
    ])
    const { plan } = (await check({ text })).body
    await set('second', { state: 'priced', perRequestUsd: '1' })
    const answer = await apply({ text, plan })
    expect([answer.status, answer.body.code]).toEqual([409, 'price_list_changed'])
    expect([await priceOf('first'), (await priceOf('second'))?.state]).toEqual([null, 'priced'])
  })

  test('dates of effect: the list has one, a line may have its own, and nothing counts before', async () => {
    const later = new Date(app.clock.now() + 3_600_000).toISOString()
    const latest = new Date(app.clock.now() + 7_200_000).toISOString()
    await set('ending', { state: 'free' })
    const text = JSON.stringify({
      prices: [
        { model: 'dated', perRequestUsd: '1' },
        { model: 'dated', perRequestUsd: '2', effectiveFrom: latest },
      ],
    })
    const body = { text, effectiveFrom: later, complete: true }
    const { plan, added, removed } = (await check(body)).body
    expect(added.map(({ effectiveFrom }) => effectiveFrom)).toEqual([later, latest])
    expect(removed.map(({ model }) => model)).toContain('ending')
    expect((await apply({ ...body, plan })).status).toBe(200)
    expect([await priceOf('dated'), (await priceOf('ending'))?.state]).toEqual([null, 'free'])
    app.clock.advance(3_600_000)
    expect([(await priceOf('dated'))?.rates, await priceOf('ending')]).toEqual([
      { request: 1_000_000_000_000n },
      null,
    ])
    app.clock.advance(3_600_000)
    expect((await priceOf('dated'))?.rates).toEqual({ request: 2_000_000_000_000n })
  })

  test.each([
    ['json', 'model,input'],
    ['json', '{"models":[]}'],
    ['csv', 'name,input\nx,1'],
    ['csv', 'model,tokens\nx,1'],
    ['csv', 'model,input,input\nx,1,2'],
    ['csv', 'model,input\n"x,1'],
    ['json', JSON.stringify(Array.from({ length: 5001 }, () => ({ model: 'm' })))],
  ])('rule 45: as %s, %j is refused as a whole', async (format, text) => {
    const { status, body } = await check({ format, text })
    expect([status, (body as unknown as { code: string }).code]).toEqual([400, 'price_list_unreadable'])
  })

  test('a field that nobody knows is said, never left out: a dropped tier would be money', async () => {
    const entries = [
      { model: 'tiered', tiers: [], perRequestUsd: '1' },
      7,
      { model: 'x\u0000y' },
      { model: 'e' },
    ]
    const { refused, added } = (await check({ text: JSON.stringify(entries) })).body
    expect(added).toEqual([])
    expect(refused.map(({ problem, about }) => [problem, about])).toEqual([
      ['unknown_field', 'tiers'],
      ['not_an_object', null],
      ['bad_model', null],
      ['no_rates', null],
    ])
  })
})
