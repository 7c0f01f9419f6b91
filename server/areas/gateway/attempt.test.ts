import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld } from '../../testing/index.ts'

const credential = 'sk-quoted-by-its-own-upstream'
const told = { message: `The key ${credential} is not valid`, type: 'invalid_request_error', code: 'bad_key' }
const upstream = createServer((_request, response) => {
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: told }))
})

let world: GatewayWorld
beforeAll(async () => {
  world = await gatewayWorld()
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  upstream.close()
  await world.close()
})

test('promise 7: an upstream that quotes our credential does not show it to callers', async () => {
  const { port } = upstream.address() as AddressInfo
  const { browser } = world.operator
  const made = await browser.post('/admin/upstreams', {
    kind: 'openai',
    name: 'quoting',
    baseUrl: `http://127.0.0.1:${port}/v1`,
    apiKey: credential,
    models: ['quoting'],
  })
  expect(made.status, made.text).toBe(201)
  expect((await browser.put('/admin/prices/quoting', { state: 'free' })).status).toBe(200)
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'quoting', messages: [{ role: 'user', content: 'hi' }] }),
  })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: { code: 'upstream_refused' } })
})

test('an upstream that does not listen is unreachable: no status, and nothing of its address', async () => {
  const { browser } = world.operator
  const body = { kind: 'openai', name: 'away', baseUrl: 'http://127.0.0.1:1/v1', models: ['away'] }
  expect((await browser.post('/admin/upstreams', body)).status).toBe(201)
  expect((await browser.put('/admin/prices/away', { state: 'free' })).status).toBe(200)
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'away', messages: [{ role: 'user', content: 'hi' }] }),
  })
  expect(answer.status).toBe(502)
  const { owner } = world.key
  const path = `/orgs/${owner.slug}/usage/${answer.headers.get('x-request-id')}`
  const record = await owner.browser.get<{ attempts: object[] }>(path)
  expect(record.body.attempts).toMatchObject([
    { upstream: 'away', status: null, requestId: null, error: 'unreachable' },
  ])
})
