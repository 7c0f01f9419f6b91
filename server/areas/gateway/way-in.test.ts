import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld, type MadeKey, makeAccount, makeKey } from '../../testing/index.ts'

let world: GatewayWorld
let key: MadeKey
beforeAll(async () => {
  world = await gatewayWorld()
  await world.serve('ok')
  key = await makeKey(world.app, { owner: await makeAccount(world.app) })
})
afterAll(() => world.close())

const path = '/v1/chat/completions'
const question = (model: string, more: object = {}) =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello?' }], max_tokens: 20, ...more })

async function send(url: string, init: RequestInit & { headers?: Record<string, string> }) {
  const answer = await fetch(world.url + url, {
    method: 'POST',
    ...init,
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json', ...init.headers },
  })
  const text = await answer.text()
  const code = answer.ok ? null : (JSON.parse(text) as { error: { code: string } }).error.code
  return { status: answer.status, code, headers: answer.headers, text }
}
const recordOf = async (answer: { headers: Headers }) => {
  const id = answer.headers.get('x-request-id')
  const record = await key.owner.browser.get<{ model: string; status: number; errorCode: string | null }>(
    `/orgs/${key.slug}/usage/${id}`,
  )
  return record.body
}
const metric = async (route: string, status: number): Promise<number> => {
  const text = await (await fetch(`${world.url}/metrics`)).text()
  const line = text
    .split('\n')
    .find(
      (one) =>
        one.startsWith('portico_http_requests_total') && one.includes(route) && one.includes(`"${status}"`),
    )
  return Number(line?.split(' ').at(-1) ?? 0)
}

describe('the way of a call into the gateway', () => {
  test('the straight way and the framework’s answer alike: to the letter, with a query, by inject', async () => {
    const body = question('ok')
    const straight = await send(path, { body })
    const framed = await send(`${path}?trace=1`, { body })
    const injected = await world.app.fastify.inject({
      method: 'POST',
      url: path,
      headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
      payload: body,
    })
    for (const one of [straight, framed]) {
      expect(one.status, one.text).toBe(200)
      expect(one.headers.get('request-id')).toBe(one.headers.get('x-request-id'))
      expect(one.headers.get('x-content-type-options')).toBe('nosniff')
      expect((await recordOf(one)).status).toBe(200)
    }
    expect(injected.statusCode, injected.body).toBe(200)
    expect(injected.json()).toEqual(JSON.parse(straight.text))
    expect(injected.headers['content-type']).toBe(straight.headers.get('content-type'))
  })

  test('answers of both ways are counted', async () => {
    const before = await metric(path, 200)
    await send(path, { body: question('ok') })
    await send(`${path}?trace=2`, { body: question('ok') })
    expect(await metric(path, 200)).toBe(before + 2)
  })

  test('a body that cannot be read is refused with what to do, and recorded', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    const cases = [
      {
        init: { body: gzipSync(question('ok')), headers: gzip },
        status: 415,
        code: 'unsupported_media_type',
      },
      {
        init: { body: 'model=ok', headers: { 'content-type': 'text/plain' } },
        status: 415,
        code: 'unsupported_media_type',
      },
      { init: { body: 'x'.repeat(33 * 1024 * 1024) }, status: 413, code: 'request_too_large' },
      { init: { body: '' }, status: 400, code: 'invalid_json' },
      { init: { body: '{"model":' }, status: 400, code: 'invalid_json' },
    ]
    for (const { init, status, code } of cases) {
      const answer = await send(path, init as RequestInit & { headers?: Record<string, string> })
      expect([answer.status, answer.code]).toEqual([status, code])
      expect(await recordOf(answer)).toMatchObject({ status, errorCode: code, model: '' })
    }
    expect((await send(path, { body: question('ok') })).status, 'the next call is not touched').toBe(200)
  })

  test('a body without end is cut off where it grows too large', async () => {
    const { hostname, port } = new URL(world.url)
    const socket = connect(Number(port), hostname)
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key.secret}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      socket.on('data', (data) => {
        text += data
      })
      // The server may end the connection while we still write.
      socket.on('error', () => {})
      socket.on('close', () => resolve(text))
      setTimeout(() => reject(new Error('the server reads on')), 20_000).unref()
      socket.write(head)
      for (let i = 0; i < 40; i += 1) socket.write(chunk)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('a call whose body is refused is recorded with the model that it names', async () => {
    const refused = await send(path, { body: question('ok', { n: 'two' }) })
    expect(refused.status).toBe(400)
    expect(await recordOf(refused)).toMatchObject({ model: 'ok', status: 400 })
  })

  test('promise 12: below /v1 the credential comes before everything else, also before "no such route"', async () => {
    for (const url of ['/v1/models', '/v1/nothing', '/v1/', path, `${path}?x=1`]) {
      const method = url.includes('chat') ? 'POST' : 'GET'
      const stranger = await fetch(world.url + url, { method })
      expect(stranger.status, url).toBe(401)
      expect(stranger.headers.get('content-type')).toContain('application/json')
    }
    const known = await fetch(`${world.url}/v1/nothing`, {
      headers: { authorization: `Bearer ${key.secret}` },
    })
    expect(known.status).toBe(404)
    expect(((await known.json()) as { error: { code: string } }).error.code).toBe('not_found')
  })
})
