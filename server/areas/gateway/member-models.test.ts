import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'

type Listed = { items: { id: string; purpose: string; state: string; accepted: boolean; tiers: object[] }[] }

let app: TestApp
let operator: MadeAccount
let owner: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
  owner = await makeAccount(app)
})
afterAll(() => app.close())

const list = async () => (await owner.browser.get<Listed>(`/orgs/${owner.slug}/models`)).body.items

describe('the models that a member may call', () => {
  test('say what they are for, whether they have a price and whether a call is accepted', async () => {
    expect((await list()).map(({ id, purpose, state, accepted }) => [id, purpose, state, accepted])).toEqual([
      ['sandbox-chat', 'chat', 'priced', true],
      ['sandbox-embed', 'embeddings', 'priced', true],
      ['sandbox-unpriced', 'chat', 'unpriced', false],
    ])
    await owner.browser.patch(`/orgs/${owner.slug}/policy`, { acceptUnpricedModels: true })
    expect((await list()).at(-1)).toMatchObject({ state: 'unpriced', accepted: true })
  })

  test('name every tier of their price, as the operator reads it', async () => {
    const now = app.clock.now()
    await app.testStore.store.db
      .insertInto('prices')
      .values({
        ...{ id: 'prc_tiers', model: 'sandbox-chat', provider: null, state: 'priced', source: 'operator' },
        ...{ effective_from: now, ended_at: null, created_by: null, created_at: now },
        rates: JSON.stringify({
          input: { base: '1000000', tiers: [['200000', '2000000']] },
          output: { base: '4000000', tiers: [['200000', '6000000']] },
        }),
      })
      .execute()
    // Whatever the operator sets makes every node read the prices again.
    await operator.browser.put('/admin/prices/sandbox-embed', { state: 'free' })
    const [chat, embed] = await list()
    expect(chat).toMatchObject({ ratesUsdPerMillion: { input: '1', output: '4' } })
    expect(chat?.tiers).toEqual([
      { bucket: 'input', aboveInputTokens: 200_000, usdPerMillion: '2' },
      { bucket: 'output', aboveInputTokens: 200_000, usdPerMillion: '6' },
    ])
    expect(embed).toMatchObject({ state: 'free', tiers: [], accepted: true })
  })
})
