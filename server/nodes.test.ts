import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, type Portico } from './app.ts'
import { openStore } from './db/open.ts'
import type { Store } from './db/store.ts'
import { type MadeKey, makeAccount, makeKey, type TestApp, testApp, testStoreKind } from './testing/index.ts'

// Several nodes meet on PostgreSQL; SQLite has one process.
describe.runIf(testStoreKind() === 'postgres')('promise 8 and 9 across nodes', () => {
  let app: TestApp
  let other: { store: Store; app: Portico }
  let key: MadeKey
  beforeAll(async () => {
    app = await testApp({ PORTICO_SANDBOX: 'true' })
    const store = await openStore({ databaseUrl: app.testStore.databaseUrl, dataDir: app.testStore.dataDir })
    other = { store, app: await createApp({ ...app.deps, store }) }
    await other.app.start()
    key = await makeKey(app, { owner: await makeAccount(app) })
  })
  afterAll(async () => {
    await other.app.stop()
    await other.store.close()
    await app.close()
  })

  async function callOther(model = 'sandbox-chat'): Promise<number> {
    const answer = await other.app.fastify.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello?' }], max_tokens: 5 }),
    })
    return answer.statusCode
  }

  test('a policy change is obeyed within 1 s on another node', async () => {
    expect(await callOther('sandbox-unpriced')).toBe(403)
    await key.owner.browser.patch(`/orgs/${key.slug}/policy`, { acceptUnpricedModels: true })
    await expect.poll(() => callOther('sandbox-unpriced'), { timeout: 1000 }).toBe(200)
  })

  test('a revoked key is refused within 1 s on another node', async () => {
    expect(await callOther()).toBe(200)
    expect((await key.owner.browser.delete(`/orgs/${key.slug}/keys/${key.id}`)).status).toBe(204)
    await expect.poll(() => callOther(), { timeout: 1000 }).toBe(401)
  })
})
