import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createOutgoing } from '../../../http/outgoing.ts'
import { type ScriptedUpstream, startScriptedUpstream } from '../../../testing/scripted-upstream.ts'
import { createOpenAiUpstream, type OpenAiOptions } from './openai.ts'
import { isUpstreamFailure, type Upstream, type UpstreamCall } from './types.ts'

const outgoing = createOutgoing({ allowPrivateNetworks: ['127.0.0.0/8'] })
let server: ScriptedUpstream
const made: Upstream[] = []

beforeAll(async () => {
  server = await startScriptedUpstream()
})
afterEach(async () => {
  server.reset()
  await Promise.all(made.splice(0).map((upstream) => upstream.close()))
})
afterAll(() => server.close())

function upstream(options: Partial<OpenAiOptions> = {}): Upstream {
  const one = createOpenAiUpstream({ baseUrl: server.baseUrl, credential: 'sk-canary', outgoing, ...options })
  made.push(one)
  return one
}

function call(model: string, more: Partial<UpstreamCall> = {}, body: object = {}): UpstreamCall {
  const stream = more.stream ?? false
  return {
    endpoint: 'chat.completions',
    body: Buffer.from(
      JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], stream, ...body }),
    ),
    stream,
    requestId: 'req_1',
    ...more,
  }
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isUpstreamFailure(error) ? error.upstreamFailure : `not a failure: ${error}`
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString('utf8')
}

const QUICK = { connectSeconds: 1, headersSeconds: 0.3, idleSeconds: 0.3 }

describe('a call', () => {
  test('sends the very bytes, the credential and our request id; the reply comes whole', async () => {
    const sent = call('echo')
    const reply = await upstream().send(sent)
    expect(reply).toMatchObject({
      status: 200,
      contentType: 'application/json',
      requestId: 'scripted-1',
      retryAfterSeconds: null,
    })
    const body = JSON.parse((await reply.body.bytes(10_000)).toString('utf8'))
    expect(body.choices[0].message.content).toBe(Buffer.from(sent.body).toString('utf8'))
    const { headers, path, raw } = server.calls[0]!
    expect(raw).toEqual(Buffer.from(sent.body))
    expect(path).toBe('/v1/chat/completions')
    expect(headers).toMatchObject({
      authorization: 'Bearer sk-canary',
      'x-request-id': 'req_1',
      'content-type': 'application/json',
      'content-length': String(sent.body.length),
    })
  })

  test('base URLs with and without a slash, and embeddings, reach their path; no credential, no header', async () => {
    const one = upstream({ baseUrl: `${server.baseUrl}/`, credential: null })
    await (await one.send(call('ok', { endpoint: 'embeddings' }))).body.bytes(10_000)
    expect(server.calls[0]).toMatchObject({ path: '/v1/embeddings' })
    expect(server.calls[0]!.headers.authorization).toBeUndefined()
  })

  test('a stream comes in pieces, to its end', async () => {
    const reply = await upstream().send(call('ok', { stream: true }))
    expect(reply.contentType).toMatch(/^text\/event-stream/)
    const text = await collect(reply.body)
    expect(text).toContain('"content":"Hello"')
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    expect(server.calls[0]!.headers.accept).toBe('text/event-stream')
  })

  test('connections are kept alive', async () => {
    const one = upstream()
    const before = server.connections()
    for (let i = 0; i < 5; i++) await (await one.send(call('ok'))).body.bytes(10_000)
    // the second call may come before undici has noted the end of the first
    expect(server.connections() - before).toBeLessThanOrEqual(2)
  })

  test('20 at once are 20 answers', async () => {
    const one = upstream()
    const sizes = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, i) => (await collect((await one.send(call('ok', { stream: i % 2 === 0 }))).body)).length,
      ),
    )
    expect(sizes.every((size) => size > 100)).toBe(true)
    expect(server.count()).toBe(20)
  })

  test('failing replies are replies, with what they ask', async () => {
    const one = upstream()
    const limited = await one.send(call('error-429'))
    expect(limited).toMatchObject({ status: 429, retryAfterSeconds: 7 })
    await limited.body.bytes(10_000)
    expect(await one.send(call('error-500'))).toMatchObject({ status: 500 })
    expect(await one.send(call('garbage'))).toMatchObject({ status: 200, contentType: 'text/html' })
  })

  test('rule 38: a redirect is not followed, so the credential stays', async () => {
    const other = await startScriptedUpstream()
    server.script('m', { behaviour: 'redirect', redirectTo: `${other.baseUrl}/chat/completions` })
    expect((await upstream().send(call('m'))).status).toBe(307)
    expect(other.count()).toBe(0)
    await other.close()
  })
})

describe('what goes wrong', () => {
  test('nobody listens: unreachable', async () => {
    const gone = await startScriptedUpstream()
    await gone.close()
    expect(await failureOf(upstream({ baseUrl: gone.baseUrl }).send(call('ok')))).toBe('unreachable')
  })

  test('rule 38: a forbidden address is refused when used, and nothing is sent', async () => {
    const strict = createOutgoing({ allowPrivateNetworks: [] })
    expect(await failureOf(upstream({ outgoing: strict }).send(call('ok')))).toBe('refused_address')
    expect(server.count()).toBe(0)
  })

  test('no head in time: timeout', async () => {
    expect(await failureOf(upstream({ timeouts: QUICK }).send(call('hang')))).toBe('timeout')
  })

  test('a stream that stalls: timeout after what came', async () => {
    const reply = await upstream({ timeouts: QUICK }).send(call('stall', { stream: true }))
    const seen: string[] = []
    const reading = (async () => {
      for await (const chunk of reply.body) seen.push(chunk.toString('utf8'))
    })()
    expect(await failureOf(reading)).toBe('timeout')
    expect(seen.join('')).toContain('Hello')
  })

  test.each([true, false])('a destroyed connection (stream %s): broken', async (stream) => {
    const reply = await upstream().send(call('cut', { stream }))
    expect(await failureOf(stream ? collect(reply.body) : reply.body.bytes(10_000))).toBe('broken')
  })

  test('a reply beyond its limit: too large, whole or streamed, and the server notices', async () => {
    const one = upstream({ maxReplyBytes: 100_000 })
    expect(await failureOf((await one.send(call('huge'))).body.bytes(50_000))).toBe('too_large')
    expect(await failureOf(collect((await one.send(call('huge'))).body))).toBe('too_large')
    await expect.poll(() => server.calls.every((received) => received.aborted)).toBe(true)
  })

  test('a closed upstream takes no calls', async () => {
    const one = upstream()
    await one.close()
    expect(await failureOf(one.send(call('ok')))).toBe('unreachable')
  })
})

describe('letting go', () => {
  test('aborting before, during the wait and during the body', async () => {
    const one = upstream()
    expect(await failureOf(one.send(call('ok', { signal: AbortSignal.abort() })))).toBe('aborted')
    expect(server.count()).toBe(0)

    const waiting = new AbortController()
    const head = failureOf(one.send(call('hang', { signal: waiting.signal })))
    await expect.poll(() => server.count('hang')).toBe(1)
    waiting.abort()
    expect(await head).toBe('aborted')

    const reading = new AbortController()
    const reply = await one.send(call('stall', { stream: true, signal: reading.signal }))
    const text = failureOf(collect(reply.body))
    reading.abort()
    expect(await text).toBe('aborted')
    await expect.poll(() => server.calls.every((received) => received.aborted)).toBe(true)
  })

  test('destroying, and leaving the loop, hang up', async () => {
    const one = upstream()
    const first = await one.send(call('stall', { stream: true }))
    first.body.destroy()
    const second = await one.send(call('stall', { stream: true }))
    for await (const _ of second.body) break
    await expect.poll(() => server.calls.map((received) => received.aborted)).toEqual([true, true])
    const third = await one.send(call('ok'))
    await third.body.bytes(10_000)
    third.body.destroy()
  })

  test('a slow reader holds the sender back instead of filling the memory', async () => {
    server.script('m', { behaviour: 'huge', hugeBytes: 50_000_000 })
    const reply = await upstream({ maxReplyBytes: 100_000_000 }).send(call('m'))
    const before = process.memoryUsage().arrayBuffers
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(server.calls[0]!.finished).toBe(false)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    expect((await collect(reply.body)).length).toBeGreaterThan(50_000_000)
  })
})
