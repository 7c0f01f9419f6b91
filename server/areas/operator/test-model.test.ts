import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  makeAccount,
  type ScriptedUpstream,
  startScriptedUpstream,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

let app: TestApp
let upstream: ScriptedUpstream
beforeAll(async () => {
  upstream = await startScriptedUpstream()
  app = await testApp()
})
afterAll(async () => {
  await app.close()
  await upstream.close()
})

test('the live test asks a model for what the list of models says it is made for', async () => {
  const { browser } = await makeAccount(app, { operator: true })
  const models = ['bge-m3', 'multilingual-e5-large', 'qwen3-32b']
  const body = { kind: 'openai', name: 'lab', baseUrl: upstream.baseUrl, models }
  const { id } = (await browser.post<{ id: string }>('/admin/upstreams', body)).body
  const asked = []
  for (const model of models) {
    const answer = await browser.post(`/admin/upstreams/${id}/test-model`, { model })
    expect(answer.body).toMatchObject({ ok: true })
    asked.push([upstream.calls.at(-1)?.path, answer.body.dimensions])
  }
  expect(asked).toEqual([
    ['/v1/embeddings', 2],
    ['/v1/embeddings', 2],
    ['/v1/chat/completions', null],
  ])
})
