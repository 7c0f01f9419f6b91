import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/index.ts'

const token = 'a-token-of-the-metrics-test'
let app: TestApp

beforeAll(async () => {
  app = await testApp({ PORTICO_METRICS_TOKEN: token })
})
afterAll(() => app.close())

const scrape = (remoteAddress: string, headers: Record<string, string> = {}) =>
  app.fastify.inject({ url: '/metrics', remoteAddress, headers })

test('this machine sees the process, answers by route, and money in flight', async () => {
  await app.fastify.inject({ url: '/healthz' })
  await app.fastify.inject({ url: '/healthz' })
  const answer = await scrape('127.0.0.1')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toContain('text/plain')
  expect(answer.body).toMatch(/process_resident_memory_bytes \d+/)
  expect(answer.body).toMatch(
    /portico_http_requests_total\{method="GET",route="\/healthz",status="200"\} 2\n/,
  )
  expect(answer.body).toMatch(/portico_held_nanodollars 0\n/)
  // The next scrape counts the one before, and nothing twice.
  const again = await scrape('::ffff:127.0.0.1')
  expect(again.body).toMatch(/route="\/healthz",status="200"\} 2\n/)
  expect(again.body).toMatch(/portico_http_requests_total\{method="GET",route="\/metrics",status="200"\} 1\n/)
})

test('for others it does not exist', async () => {
  expect((await scrape('192.0.2.7')).statusCode).toBe(404)
  expect((await scrape('127.0.0.1', { 'x-forwarded-for': '192.0.2.7' })).statusCode).toBe(404)
  expect((await scrape('127.0.0.1', { forwarded: 'for=192.0.2.7' })).statusCode).toBe(404)
  for (const name of ['via', 'x-forwarded-host', 'x-forwarded-proto', 'cf-connecting-ip', 'x-real-ip'])
    expect((await scrape('127.0.0.1', { [name]: 'a' })).statusCode, name).toBe(404)
  expect((await scrape('192.0.2.7', { authorization: 'Bearer wrong' })).statusCode).toBe(404)
  expect((await scrape('192.0.2.7', { authorization: `Bearer ${token}x` })).statusCode).toBe(404)
})

test('the token opens it from elsewhere', async () => {
  const answer = await scrape('192.0.2.7', { authorization: `Bearer ${token}` })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).not.toContain(token)
})
