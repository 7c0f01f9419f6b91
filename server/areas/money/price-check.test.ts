import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addMember, type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

type Answer = Record<string, unknown> & { accepted: boolean; refusedWith: string | null }

let app: TestApp
let operator: MadeAccount
let owner: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
beforeEach(async () => {
  owner = await makeAccount(app)
})
afterAll(() => app.close())

const ask = (body: object, who: MadeAccount = owner) =>
  who.browser.post<Answer>(`/orgs/${owner.slug}/price-check`, body)
const credit = (amountUsd: string) =>
  operator.browser.post(`/admin/organizations/${owner.slug}/credits`, { amountUsd, note: 'test' })

describe('price-check', () => {
  test('says what a call costs and holds, line by line, to the nano-dollar', async () => {
    const answer = await ask({
      ...{ model: 'sandbox-chat', inputTokens: 1000, cachedTokens: 400, outputTokens: 100 },
    })
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toMatchObject({
      ...{ model: 'sandbox-chat', state: 'priced', accepted: true, refusedWith: null },
      // 600 × 0.15 + 400 × 0.075 + 100 × 0.60 USD per million
      costUsd: '0.000180000',
      holdUsd: '0.000210000',
      availableUsd: '1.000000000',
      priceId: expect.stringMatching(/^prc_/),
    })
    expect(answer.body.buckets).toEqual([
      ...[{ name: 'input', quantity: '600', rateUsd: '0.000000150000', amountUsd: '0.000090000000' }],
      ...[{ name: 'cache_read', quantity: '400', rateUsd: '0.000000075000', amountUsd: '0.000030000000' }],
      ...[{ name: 'output', quantity: '100', rateUsd: '0.000000600000', amountUsd: '0.000060000000' }],
      ...[{ name: 'request', quantity: '1', rateUsd: '0.000000000000', amountUsd: '0.000000000000' }],
    ])
  })

  test('counts the output of every answer that is asked for, in the cost and in the hold', async () => {
    const one = await ask({ model: 'sandbox-chat', inputTokens: 1000, outputTokens: 100 })
    const three = await ask({ model: 'sandbox-chat', inputTokens: 1000, outputTokens: 100, n: 3 })
    // 1000 × 0.15 + 100 or 300 × 0.60 USD per million
    expect(one.body).toMatchObject({ costUsd: '0.000210000', holdUsd: '0.000210000' })
    expect(three.body).toMatchObject({ costUsd: '0.000330000', holdUsd: '0.000330000' })
    expect((await ask({ model: 'sandbox-chat', n: 0 })).body).toMatchObject({ errors: [{ path: 'n' }] })
  })

  test('promise 6: the price that it names is a row', async () => {
    const { priceId } = (await ask({ model: 'sandbox-embed', inputTokens: 10 })).body
    const row = await app.testStore.store.db
      .selectFrom('prices')
      .selectAll()
      .where('id', '=', priceId as string)
      .executeTakeFirst()
    expect(row).toMatchObject({ model: 'sandbox-embed', provider: 'sandbox', source: 'seed' })
  })

  test('obeys the next price, at once', async () => {
    const path = '/admin/prices/sandbox-embed'
    await operator.browser.put(path, { state: 'priced', ratesUsdPerMillion: { input: '1000' } })
    expect((await ask({ model: 'sandbox-embed', inputTokens: 10 })).body.costUsd).toBe('0.010000000')
    await operator.browser.put(path, { state: 'free' })
    expect((await ask({ model: 'sandbox-embed', inputTokens: 10 })).body).toMatchObject({
      ...{ state: 'free', costUsd: '0.000000000', holdUsd: '0.000000000', accepted: true },
    })
    await operator.browser.delete(path)
    expect((await ask({ model: 'sandbox-embed', inputTokens: 10 })).body.state).toBe('priced')
  })

  test('refuses a model without a price unless operator and organization both accept it', async () => {
    const model = 'sandbox-unpriced'
    const refused = { state: 'unpriced', accepted: false, refusedWith: 'model_not_priced', costUsd: null }
    expect((await ask({ model })).body).toMatchObject(refused)
    await owner.browser.patch(`/orgs/${owner.slug}/policy`, { acceptUnpricedModels: true })
    expect((await ask({ model })).body).toMatchObject({
      accepted: true,
      costUsd: '0.000000000',
      priceId: null,
    })
    await operator.browser.patch('/admin/settings', { unpricedFallbackUsdPerCall: '2' })
    expect((await ask({ model })).body).toMatchObject({
      ...{
        accepted: false,
        refusedWith: 'insufficient_quota',
        costUsd: '2.000000000',
        holdUsd: '2.000000000',
      },
    })
    await operator.browser.patch('/admin/settings', { unpricedModels: 'never' })
    expect((await ask({ model })).body).toMatchObject(refused)
    await operator.browser.patch('/admin/settings', {
      ...{ unpricedModels: 'organizations', unpricedFallbackUsdPerCall: '0' },
    })
  })

  test('tells no money (402) from money that is held (429), and holds less where no limit was set', async () => {
    const call = { model: 'sandbox-chat', inputTokens: 1000, outputTokens: 4096 }
    await credit('-0.999')
    expect((await ask(call)).body).toMatchObject({ accepted: false, refusedWith: 'insufficient_quota' })
    const { body } = await ask({ model: 'sandbox-chat', inputTokens: 1000 })
    // 0.001 USD carry the input and 1416 tokens of output.
    expect(body).toMatchObject({ accepted: true, holdUsd: '0.000999600', availableUsd: '0.001000000' })
    await credit('1')
    const store = app.testStore.store.db
    const meter = owner.organizationId.replace('org_', 'wal_')
    const lease = {
      id: `lea_${meter}`,
      meter_id: meter,
      owner_id: 'own_other',
      granted_nanos: 1_000_000_000n,
    }
    await store
      .insertInto('owners')
      .values({ id: 'own_other', seq: 0, expires_at: 0, state: 'alive' })
      .execute()
    await store
      .insertInto('leases')
      .values({ ...lease, at: 0 })
      .execute()
    await store.updateTable('meters').set({ leased_nanos: 1_000_000_000n }).where('id', '=', meter).execute()
    expect((await ask(call)).body).toMatchObject({ accepted: false, refusedWith: 'quota_on_hold' })
  })

  test("shows the wallet's figures only to who may see the wallet", async () => {
    const member = await makeAccount(app)
    await addMember(app, { id: owner.organizationId }, member, 'member')
    const billing = await makeAccount(app)
    await addMember(app, { id: owner.organizationId }, billing, 'billing')
    const call = { model: 'sandbox-chat', inputTokens: 10 }
    expect((await ask(call, member)).body).toMatchObject({ accepted: true, availableUsd: null })
    expect((await ask(call, billing)).body).toMatchObject({ accepted: true, availableUsd: '1.000000000' })
    expect((await ask(call, await makeAccount(app))).status).toBe(404)
  })

  test('of a model that nobody serves is 404, whatever the lists know', async () => {
    for (const model of ['gpt-4o', 'sandbox-chat ', '\0'])
      expect((await ask({ model })).body).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  test.each([
    [{ inputTokens: 1, cachedTokens: 2 }, 'cachedTokens'],
    [{ outputTokens: 20_000_000 }, 'outputTokens'],
    [{ inputTokens: -1 }, 'inputTokens'],
  ])('%j is refused with its path', async (body, path) => {
    const answer = await ask({ model: 'sandbox-chat', ...body })
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path }] })
  })
})
