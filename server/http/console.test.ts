import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { systemClock } from '../deps.ts'
import { createSecretBox } from '../lib/secret-box.ts'
import { openTestStore, type TestStore, testLog } from '../testing/index.ts'
import type { App } from './app.ts'
import { parseNetworks } from './client-address.ts'
import { mountConsole, redirectToPublicName } from './console.ts'
import { createServer } from './server.ts'

let testStore: TestStore
const folder = mkdtempSync(join(tmpdir(), 'portico-console-'))
const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', host: 'localhost:3000' }

beforeAll(async () => {
  testStore = await openTestStore()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><div id="root"></div>')
  writeFileSync(join(folder, 'theme.js'), 'document.title')
  writeFileSync(join(folder, '.stamp'), 'hidden')
  writeFileSync(join(folder, 'assets/app-1a2b3c.js'), 'console.log(1)')
  writeFileSync(join(folder, 'assets/app-1a2b3c.js.gz'), gzipSync('console.log(1)'))
})
afterAll(async () => {
  await testStore.close()
  rmSync(folder, { recursive: true })
})

async function server(environment: Record<string, string> = {}, from = folder) {
  const config = readConfig({ PORTICO_PUBLIC_URL: 'http://localhost:3000', ...environment })
  const deps = {
    config,
    store: testStore.store,
    clock: systemClock,
    log: testLog(),
    secretBox: createSecretBox(['a-key']),
  }
  const trustedProxies = parseNetworks([])
  const { fastify, lanes } = await createServer(deps, trustedProxies)
  const gate = {} as App['gate'] // no route of this test asks who is there
  await mountConsole({ fastify, lanes, deps, gate, trustedProxies, mounted: [] }, from)
  await fastify.ready()
  return fastify
}

describe('rule 37: the headers of a page', () => {
  test('a page runs only our own files, is framed by nobody and is not kept', async () => {
    const answer = await (await server()).inject({ url: '/orgs/acme/keys?row=key_1', headers: page })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('id="root"')
    const policy = String(answer.headers['content-security-policy'])
    for (const part of [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      expect(policy.split('; ')).toContain(part)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['referrer-policy']).toBe('same-origin')
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(answer.headers['permissions-policy']).toContain('camera=()')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['strict-transport-security']).toBeUndefined()
  })

  test('HSTS where the public URL is https', async () => {
    const fastify = await server({ PORTICO_PUBLIC_URL: 'https://portico.example' })
    const answer = await fastify.inject({ url: '/', headers: { ...page, host: 'portico.example' } })
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
  })
})

describe('files', () => {
  test('hashed ones are kept for good, others are asked for again', async () => {
    const fastify = await server()
    const asset = await fastify.inject({ url: '/assets/app-1a2b3c.js' })
    expect(asset.statusCode).toBe(200)
    expect(asset.headers['content-type']).toContain('javascript')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const theme = await fastify.inject({ url: '/theme.js' })
    expect(theme.headers['cache-control']).toBe('public, no-cache')
  })

  test('a compressed copy is sent to whoever takes it', async () => {
    const answer = await (await server()).inject({
      url: '/assets/app-1a2b3c.js',
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(answer.headers['content-type']).toContain('javascript')
    expect(answer.rawPayload.equals(gzipSync('console.log(1)'))).toBe(true)
  })

  test.each(['/assets/gone.js', '/.stamp', '/theme.css', '/../package.json', '/%2e%2e/package.json'])(
    '%s is no file: 404, and no page instead of it',
    async (url) => {
      const answer = await (await server()).inject({ url, headers: { accept: '*/*' } })
      expect(answer.statusCode).toBe(404)
      expect(answer.body).not.toContain('id="root"')
    },
  )
})

describe('what is unknown', () => {
  test('below /api is a problem, even for a browser', async () => {
    const answer = await (await server()).inject({ url: '/api/v1/nothing', headers: page })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('below /v1 has the shape of OpenAI, with both ids', async () => {
    const answer = await (await server()).inject({ method: 'POST', url: '/v1/nothing', payload: {} })
    expect(answer.statusCode).toBe(404)
    expect(answer.json().error).toMatchObject({
      type: 'invalid_request_error',
      code: 'not_found',
      param: null,
    })
    expect(answer.headers['request-id']).toBe(answer.headers['x-request-id'])
  })

  test('is a page for a browser that opens it, and for nobody else', async () => {
    const fastify = await server()
    expect((await fastify.inject({ url: '/operator/prices/gpt-4.1', headers: page })).statusCode).toBe(200)
    const json = { accept: 'application/json' }
    expect((await fastify.inject({ url: '/orgs/acme', headers: json })).statusCode).toBe(404)
    const post = await fastify.inject({ method: 'POST', url: '/orgs/acme', headers: page, payload: {} })
    expect(post.statusCode).toBe(404)
  })
})

describe('a page opened at another local name', () => {
  test.each(['127.0.0.1:3000', '[::1]:3000', 'other.localhost:3000'])(
    '%s leads to the public one',
    async (host) => {
      const answer = await (await server()).inject({ url: '/setup?token=abc', headers: { ...page, host } })
      expect(answer.statusCode).toBe(302)
      expect(answer.headers.location).toBe('http://localhost:3000/setup?token=abc')
    },
  )

  test.each(['//evil.example/x', '/\\evil.example', '/@evil.example', '/%2f%2fevil.example'])(
    'stays on our origin: %s',
    async (url) => {
      const headers = { ...page, host: '127.0.0.1:3000' }
      const answer = await (await server()).inject({ url, headers })
      if (answer.headers.location !== undefined)
        expect(new URL(String(answer.headers.location)).host).toBe('localhost:3000')
      else expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      const asked = { url, headers } as unknown as FastifyRequest
      const leads = redirectToPublicName(asked, 'http://localhost:3000')
      expect(new URL(leads as string).host).toBe('localhost:3000')
    },
  )

  test.each(['localhost:3000', 'evil.example', ''])('host "%s" leads nowhere', async (host) => {
    const answer = await (await server()).inject({ url: '/', headers: { ...page, host } })
    expect(answer.statusCode).toBe(200)
  })

  test('a public installation is never left for a local one', async () => {
    const fastify = await server({ PORTICO_PUBLIC_URL: 'https://portico.example' })
    const answer = await fastify.inject({ url: '/', headers: { ...page, host: '127.0.0.1:3000' } })
    expect(answer.statusCode).toBe(200)
  })
})

test('a console that is not built says so', async () => {
  const fastify = await server({}, join(folder, 'nowhere'))
  const answer = await fastify.inject({ url: '/sign-in', headers: page })
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('The console is not built')
  expect((await fastify.inject({ url: '/api/v1/nothing' })).statusCode).toBe(404)
})
