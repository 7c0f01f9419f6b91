import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandboxUpstream, SANDBOX_MAX_OUTPUT_TOKENS, SANDBOX_MODELS } from './sandbox.ts'
import { countSandboxTokens } from './sandbox-words.ts'
import { isUpstreamFailure, type UpstreamEndpoint } from './types.ts'

const sandbox = createSandboxUpstream({ pieceDelayMilliseconds: 0, nowMilliseconds: () => 1_700_000_000_000 })
const hasty = createSandboxUpstream({
  pieceDelayMilliseconds: 0,
  timeouts: { connectSeconds: 0.05, headersSeconds: 0.05, idleSeconds: 0.05 },
})

function send(
  body: object,
  endpoint: UpstreamEndpoint = 'chat.completions',
  upstream = sandbox,
  signal?: AbortSignal,
) {
  const stream = (body as { stream?: boolean }).stream === true
  return upstream.send({
    endpoint,
    body: Buffer.from(JSON.stringify(body)),
    stream,
    requestId: 'req_1',
    signal,
  })
}

const says = (content: string, more: object = {}) => ({
  model: 'sandbox-chat',
  messages: [{ role: 'user', content }],
  ...more,
})

async function whole(body: object, endpoint?: UpstreamEndpoint) {
  return JSON.parse((await (await send(body, endpoint)).body.bytes(10_000_000)).toString('utf8'))
}

async function failureOf(act: () => Promise<unknown>): Promise<string> {
  const error = await act().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isUpstreamFailure(error) ? error.upstreamFailure : `not a failure: ${error}`
}

async function eventsUntilFailure(body: object, upstream = sandbox) {
  const events: string[] = []
  const failure = await failureOf(async () => {
    for await (const chunk of (await send({ ...body, stream: true }, 'chat.completions', upstream)).body) {
      events.push(chunk.toString('utf8'))
    }
  })
  return { events, failure }
}

describe('the sandbox through the official SDK', () => {
  let server: Server
  let client: OpenAI
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const endpoint = request.url === '/v1/embeddings' ? 'embeddings' : 'chat.completions'
      const body = Buffer.concat(parts)
      const reply = await sandbox.send({ endpoint, body, stream: false, requestId: 'req_9' })
      response.writeHead(reply.status, { 'content-type': reply.contentType })
      try {
        for await (const chunk of reply.body) response.write(chunk)
        response.end()
      } catch {
        response.destroy()
      }
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    client = new OpenAI({ apiKey: 'x', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 })
  })
  afterAll(() => void server.close())

  const messages = [{ role: 'user' as const, content: 'Hello there' }]

  test('chat: says what it is, repeats the message, adds up', async () => {
    const { choices, usage } = await client.chat.completions.create({ model: 'sandbox-chat', messages, n: 2 })
    expect(choices.map((choice) => choice.index)).toEqual([0, 1])
    expect(choices[0]?.message.content).toMatch(/sandbox, not a model.*"Hello there"/)
    expect(choices[0]?.finish_reason).toBe('stop')
    expect(usage).toEqual({
      prompt_tokens: 3 + 4 + 2,
      completion_tokens: 2 * countSandboxTokens(choices[0]?.message.content ?? ''),
      total_tokens: usage!.prompt_tokens + usage!.completion_tokens,
    })
  })

  test('streaming gives the same text, and usage only when asked', async () => {
    const { choices } = await client.chat.completions.create({ model: 'sandbox-chat', messages })
    const stream = client.chat.completions.stream({
      model: 'sandbox-chat',
      messages,
      stream_options: { include_usage: true },
    })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(choices[0]?.message.content)
    expect(final.usage?.prompt_tokens).toBe(9)
    const plain = await client.chat.completions.create({ model: 'sandbox-chat', messages, stream: true })
    for await (const chunk of plain) expect(chunk.usage ?? null).toBeNull()
  })

  const tools = [
    {
      type: 'function' as const,
      function: {
        name: 'weather',
        parameters: {
          type: 'object',
          properties: {
            city: { type: 'string' },
            days: { type: 'integer' },
            unit: { enum: ['C', 'F'] },
            extra: {},
          },
          required: ['city', 'days', 'unit'],
        },
      },
    },
  ]

  test('sandbox:tool calls the first tool, whole and in deltas; its result gets an ordinary answer', async () => {
    const ask = [{ role: 'user' as const, content: 'sandbox:tool' }]
    const { choices } = await client.chat.completions.create({ model: 'sandbox-chat', messages: ask, tools })
    const call = choices[0]?.message.tool_calls?.[0]
    expect(call).toMatchObject({ type: 'function', function: { name: 'weather' } })
    const args = call?.type === 'function' ? call.function.arguments : ''
    expect(JSON.parse(args)).toEqual({ city: 'sandbox', days: 1, unit: 'C' })
    expect(choices[0]?.finish_reason).toBe('tool_calls')

    const streamed = await client.chat.completions
      .stream({ model: 'sandbox-chat', messages: ask, tools })
      .finalChatCompletion()
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'weather', arguments: args },
    })

    const after = await client.chat.completions.create({
      model: 'sandbox-chat',
      messages: [...ask, choices[0]!.message, { role: 'tool', tool_call_id: call!.id, content: 'sunny' }],
      tools,
    })
    expect(after.choices[0]?.message.content).toContain('"sunny"')
  })

  test('embeddings: base64 and floats say the same unit vector', async () => {
    const base64 = await client.embeddings.create({
      model: 'sandbox-embed',
      input: ['a', 'b'],
      dimensions: 8,
    })
    const floats = await client.embeddings.create({
      model: 'sandbox-embed',
      input: ['a', 'b'],
      dimensions: 8,
      encoding_format: 'float',
    })
    expect(base64.data.map((one) => one.embedding)).toEqual(floats.data.map((one) => one.embedding))
    const [first, second] = floats.data
    expect(first?.embedding).toHaveLength(8)
    expect(first?.embedding).not.toEqual(second?.embedding)
    expect(Math.hypot(...first!.embedding)).toBeCloseTo(1, 6)
    expect(floats.usage).toEqual({ prompt_tokens: 2, total_tokens: 2 })
  })

  test('its errors are raised as the SDK means them', async () => {
    const ask = (content: string) =>
      client.chat.completions.create({ model: 'sandbox-chat', messages: [{ role: 'user', content }] })
    await expect(ask('sandbox:error-429')).rejects.toBeInstanceOf(OpenAI.RateLimitError)
    await expect(ask('sandbox:error-500')).rejects.toBeInstanceOf(OpenAI.InternalServerError)
    await expect(client.chat.completions.create({ model: 'no-such', messages })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    )
    await expect(client.embeddings.create({ model: 'sandbox-chat', input: 'a' })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    )
  })
})

describe('output limits', () => {
  test.each(['max_tokens', 'max_completion_tokens'])(
    '%s is obeyed, with finish_reason length',
    async (field) => {
      const body = await whole(says('Hello', { [field]: 3 }))
      expect(body.choices[0].finish_reason).toBe('length')
      expect(body.usage.completion_tokens).toBe(3)
      expect(countSandboxTokens(body.choices[0].message.content)).toBe(3)
    },
  )

  test('sandbox:long runs to the limit, the caller’s or its own', async () => {
    const body = await whole(says('sandbox:long', { max_tokens: 500 }))
    expect([body.usage.completion_tokens, body.choices[0].finish_reason]).toEqual([500, 'length'])
    expect((await whole(says('sandbox:long'))).usage.completion_tokens).toBe(SANDBOX_MAX_OUTPUT_TOKENS)
  })
})

describe('magic words', () => {
  test('alone in the last user message only', async () => {
    for (const content of [
      'please sandbox:error-500',
      'sandbox:unknown',
      'sandbox:slow-0',
      'sandbox:slow-999',
    ]) {
      expect((await send(says(content))).status).toBe(200)
    }
    const later = {
      model: 'sandbox-chat',
      messages: [
        { role: 'user', content: 'sandbox:error-500' },
        { role: 'user', content: 'hi' },
      ],
    }
    expect((await send(later)).status).toBe(200)
    const parts = {
      model: 'sandbox-unpriced',
      messages: [{ role: 'user', content: [{ type: 'text', text: ' sandbox:error-500\n' }] }],
    }
    expect((await send(parts)).status).toBe(500)
  })

  test('sandbox:error-429 says when to come back', async () => {
    expect(await send(says('sandbox:error-429'))).toMatchObject({ status: 429, retryAfterSeconds: 1 })
  })

  test('sandbox:no-usage', async () => {
    expect((await whole(says('sandbox:no-usage'))).usage).toBeUndefined()
    const { events } = await eventsUntilFailure(
      says('sandbox:no-usage', { stream_options: { include_usage: true } }),
    )
    expect(events.join('')).not.toContain('"usage"')
    expect(events.at(-1)).toBe('data: [DONE]\n\n')
  })

  test('sandbox:cut drops after some chunks', async () => {
    const { events, failure } = await eventsUntilFailure(says('sandbox:cut'))
    expect(failure).toBe('broken')
    expect(events).toHaveLength(3)
    expect(events.join('')).not.toContain('[DONE]')
    expect(await failureOf(() => send(says('sandbox:cut')))).toBe('broken')
  })

  test('sandbox:stall stops until patience ends or the caller leaves', async () => {
    const { events, failure } = await eventsUntilFailure(says('sandbox:stall'), hasty)
    expect([events.length, failure]).toEqual([3, 'timeout'])
    expect(await failureOf(() => send(says('sandbox:stall'), 'chat.completions', hasty))).toBe('timeout')
    const leaving = new AbortController()
    const waiting = failureOf(() => send(says('sandbox:stall'), 'chat.completions', sandbox, leaving.signal))
    leaving.abort()
    expect(await waiting).toBe('aborted')
  })

  test('sandbox:slow-1 waits a second', async () => {
    const before = performance.now()
    expect((await send(says('sandbox:slow-1'))).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(990)
    expect(await failureOf(() => send(says('sandbox:slow-1'), 'chat.completions', hasty))).toBe('timeout')
  })
})

describe('the sandbox as an upstream', () => {
  test('the same call has the same answer, byte for byte', async () => {
    const read = async () =>
      (await (await send(says('again', { stream: true }))).body.bytes(100_000)).toString('utf8')
    expect(await read()).toBe(await read())
  })

  test('destroying a body ends it', async () => {
    const { body } = await send(says('sandbox:long', { stream: true }))
    let events = 0
    const failure = await failureOf(async () => {
      for await (const _ of body) if (++events === 5) body.destroy()
    })
    expect([events, failure]).toEqual([5, 'aborted'])
  })

  test('a limit on the size is kept', async () => {
    expect(await failureOf(async () => (await send(says('hi'))).body.bytes(10))).toBe('too_large')
  })

  test('bad bodies are answered, not thrown at', async () => {
    const bad = await sandbox.send({
      endpoint: 'embeddings',
      body: Buffer.from('{'),
      stream: false,
      requestId: 'r',
    })
    expect(bad.status).toBe(400)
    for (const body of [
      { dimensions: 0 },
      { dimensions: 1e9 },
      { encoding_format: 'int8' },
      { input: [] },
      { input: '' },
    ]) {
      expect((await send({ model: 'sandbox-embed', input: 'a', ...body }, 'embeddings')).status).toBe(400)
    }
    expect((await send({ model: 'sandbox-chat', messages: [] })).status).toBe(400)
  })

  test('only what exists is listed', () => {
    expect(SANDBOX_MODELS).toEqual(['sandbox-chat', 'sandbox-embed', 'sandbox-unpriced'])
  })
})
