import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await app.fastify.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => app.close())

test('an address that cannot be decoded gets the errors that everything else gets', async () => {
  const { port } = app.fastify.server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/%zz`)
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.headers.get('x-request-id')).toMatch(/^req_/)
  expect(await answer.json()).toMatchObject({ code: 'invalid_url', status: 400 })
})

test('who sends a request for ever is cut off', () => {
  // Node's own check of the whole request, head and body; 0 would be "never".
  expect(app.fastify.server.requestTimeout).toBe(300_000)
  expect(app.fastify.server.headersTimeout).toBeGreaterThan(0)
  expect(app.fastify.server.headersTimeout).toBeLessThanOrEqual(60_000)
})
