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
