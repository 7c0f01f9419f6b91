import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld, type MadeKey, makeAccount, makeKey } from '../../testing/index.ts'

let world: GatewayWorld
let key: MadeKey
beforeAll(async () => {
  world = await gatewayWorld({ PORTICO_TRUSTED_PROXIES: '127.0.0.0/8' })
  await world.serve('ok', 'error-500')
  key = await makeKey(world.app, { owner: await makeAccount(world.app) })
})
afterAll(() => world.close())

type Row = {
  ip: string | null
  costUsd: string
  unpriced: boolean
  priceId: string | null
  status: number
  errorCode: string | null
}

async function call(model: string, headers: Record<string, string> = {}, body: object = {}) {
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello?' }], max_tokens: 20, ...body }),
  })
  const text = await answer.text()
  const record = await key.owner.browser.get<Row>(
    `/orgs/${key.slug}/usage/${answer.headers.get('x-request-id')}`,
  )
  const error = answer.ok ? null : (JSON.parse(text) as { error: { code: string; message: string } }).error
  return {
    status: answer.status,
    code: error?.code ?? null,
    message: error?.message,
    headers: answer.headers,
    record: record.body,
  }
}
const policy = async (changes: object): Promise<void> => {
  const answer = await key.owner.browser.patch(`/orgs/${key.slug}/policy`, changes)
  expect(answer.status, answer.text).toBe(200)
}
const settings = async (changes: object): Promise<void> => {
  const answer = await world.operator.browser.patch('/admin/settings', changes)
  expect(answer.status, answer.text).toBe(200)
}

describe('every switch is obeyed by the next call (promise 9)', () => {
  test('promise 10: addresses are stored as the policy says, in usage and in error records', async () => {
    const from = { 'x-forwarded-for': '203.0.113.77' }
    expect((await call('ok', from)).record.ip, 'off is the default').toBeNull()
    for (const model of ['ok', 'error-500', 'nothing-of-that-name']) {
      await policy({ recordIp: 'full' })
      expect((await call(model, from)).record.ip, model).toBe('203.0.113.77')
      await policy({ recordIp: 'truncated' })
      expect((await call(model, from)).record.ip, model).toBe('203.0.113.0')
      await policy({ recordIp: 'off' })
      expect((await call(model, from)).record.ip, model).toBeNull()
    }
  })

  test('switching it off and erasing leaves no address of before', async () => {
    await policy({ recordIp: 'full' })
    const { record } = await call('ok', { 'x-forwarded-for': '203.0.113.78' })
    expect(record.ip).toBe('203.0.113.78')
    await policy({ recordIp: 'off', eraseStoredIps: true })
    const rows = await world.app.testStore.store.db
      .selectFrom('usage_records')
      .select('ip')
      .where('ip', 'is not', null)
      .execute()
    expect(rows).toEqual([])
  })

  test('a model without a price: refused by default, accepted by the organization, never where the operator says never', async () => {
    // With a real upstream there, the sandbox serves only if it is told to.
    await settings({ sandbox: true })
    expect(await call('sandbox-unpriced')).toMatchObject({ status: 403, code: 'model_not_priced' })
    await policy({ acceptUnpricedModels: true })
    await settings({ unpricedFallbackUsdPerCall: '0.002' })
    expect((await call('sandbox-unpriced')).record).toMatchObject({
      status: 200,
      unpriced: true,
      priceId: null,
      costUsd: '0.002000000',
    })
    const models = await world.clientOf(key.secret).models.list()
    expect(models.data.map((model) => model.id)).toContain('sandbox-unpriced')
    await settings({ unpricedModels: 'never' })
    expect(await call('sandbox-unpriced')).toMatchObject({
      ...{ status: 403, code: 'model_not_priced' },
      // Whose choice it is: the organization accepts it, and is not sent to its own policy.
      message: expect.stringContaining('the operator of this server refuses'),
    })
    const seen = await key.owner.browser.get(`/orgs/${key.slug}/policy`)
    expect(seen.body).toMatchObject({ acceptUnpricedModels: true, unpricedModels: 'never' })
    await settings({ unpricedModels: 'organizations', unpricedFallbackUsdPerCall: '0' })
    expect((await call('sandbox-unpriced')).record).toMatchObject({ status: 200, costUsd: '0.000000000' })
    await policy({ acceptUnpricedModels: false })
    expect((await call('sandbox-unpriced')).status).toBe(403)
  })

  test('the sandbox is off when the operator says so', async () => {
    await settings({ sandbox: false })
    expect(await call('sandbox-chat')).toMatchObject({ status: 404, code: 'model_not_found' })
    await settings({ sandbox: true })
    expect((await call('sandbox-chat')).status).toBe(200)
  })

  test('a new price counts from the next call on, and a past record keeps its own', async () => {
    const before = await call('ok')
    const price = { state: 'priced', ratesUsdPerMillion: { input: '4', output: '20' } }
    expect((await world.operator.browser.put('/admin/prices/ok', price)).status).toBe(200)
    const after = await call('ok')
    expect(after.record.costUsd).toBe('0.000148000')
    expect(after.record.priceId).not.toBe(before.record.priceId)
    expect((await world.operator.browser.put('/admin/prices/ok', { state: 'free' })).status).toBe(200)
    expect((await call('ok')).record).toMatchObject({ costUsd: '0.000000000', unpriced: false })
    const again = await key.owner.browser.get<Row>(`/orgs/${key.slug}/usage?limit=200`)
    expect(again.status).toBe(200)
    expect((await world.check()).findings).toEqual([])
  })

  test('the default output limit decides what a call without one holds', async () => {
    const price = { state: 'priced', ratesUsdPerMillion: { input: '4', output: '1000' } }
    expect((await world.operator.browser.put('/admin/prices/ok', price)).status).toBe(200)
    // A starting credit of one dollar: 4096 tokens at 0.001 USD are not affordable, a useful answer is.
    const clipped = await call('ok', {}, { max_tokens: undefined })
    expect(clipped.status).toBe(200)
    const limit = Number(clipped.headers.get('x-portico-max-output-tokens'))
    expect(limit).toBeGreaterThan(16)
    expect(limit).toBeLessThan(1000)
    expect(world.upstream.calls.at(-1)?.body.max_tokens, 'passed upstream as the limit').toBe(limit)
    await settings({ defaultMaxOutputTokens: 100 })
    const whole = await call('ok', {}, { max_tokens: undefined })
    expect(whole.headers.get('x-portico-max-output-tokens')).toBeNull()
    expect(
      world.upstream.calls.at(-1)?.body.max_tokens,
      'nothing is added where the default is affordable',
    ).toBeUndefined()
  })

  test('a key that was changed is refused or obeyed at once', async () => {
    const own = await makeKey(world.app, { owner: key.owner })
    const models = async () => (await world.clientOf(own.secret).models.list()).data.map((model) => model.id)
    expect(await models()).toContain('sandbox-chat')
    await key.owner.browser.patch(`/orgs/${key.slug}/keys/${own.id}`, { models: ['sandbox-embed'] })
    expect(await models()).toEqual(['sandbox-embed'])
    await key.owner.browser.delete(`/orgs/${key.slug}/keys/${own.id}`)
    await expect(models()).rejects.toMatchObject({ status: 401, code: 'revoked_api_key' })
  })
})
