import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld, makeKey } from '../../testing/index.ts'

let world: GatewayWorld
beforeAll(async () => {
  world = await gatewayWorld({ PORTICO_SANDBOX: 'true' })
  await world.serve(
    'ok',
    'tool',
    'error-400',
    'error-429',
    'error-500',
    'error-401',
    'garbage',
    'text-embedding-3-small',
  )
})
afterAll(() => world.close())

const question = [{ role: 'user' as const, content: 'Hello?' }]

async function failing(act: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error = await act.then(
    () => null,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(OpenAI.APIError)
  return error as InstanceType<typeof OpenAI.APIError>
}

describe('the official OpenAI SDK, unchanged', () => {
  test('chat: an answer, its usage and its request id', async () => {
    const answer = await world.client.chat.completions.create({ model: 'ok', messages: question })
    expect(answer.choices[0]?.message.content).toBe('Hello from the scripted upstream.')
    expect(answer.usage?.total_tokens).toBe(17)
    expect(answer._request_id).toMatch(/^req_/)
  })

  test('chat from the sandbox, with no provider at all', async () => {
    const answer = await world.client.chat.completions.create({ model: 'sandbox-chat', messages: question })
    expect(answer.choices[0]?.message.content).toContain('sandbox')
    expect(answer.usage?.completion_tokens).toBeGreaterThan(0)
  })

  test('streaming: chunks, and usage only for who asks', async () => {
    const texts: string[] = []
    let usage = 0
    const plain = await world.client.chat.completions.create({
      model: 'ok',
      messages: question,
      stream: true,
    })
    for await (const chunk of plain) {
      texts.push(chunk.choices[0]?.delta.content ?? '')
      expect(chunk.choices.length, 'no closing usage chunk for who did not ask').toBeGreaterThan(0)
    }
    expect(texts.join('')).toBe('Hello from the scripted upstream.')
    const asked = await world.client.chat.completions.create({
      model: 'ok',
      messages: question,
      stream: true,
      stream_options: { include_usage: true },
    })
    for await (const chunk of asked) usage += chunk.usage?.total_tokens ?? 0
    expect(usage).toBe(17)
  })

  test('tools: the call comes back, streamed or not', async () => {
    const tools = [
      {
        type: 'function' as const,
        function: {
          name: 'weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    ]
    for (const model of ['tool', 'sandbox-chat']) {
      const messages = [{ role: 'user' as const, content: 'sandbox:tool' }]
      const answer = await world.client.chat.completions.create({ model, messages, tools })
      const call = answer.choices[0]?.message.tool_calls?.[0]
      expect(call?.type === 'function' && call.function.name, model).toBe('weather')
      const stream = world.client.chat.completions.stream({ model, messages, tools })
      const final = await stream.finalChatCompletion()
      expect(final.choices[0]?.finish_reason, model).toBe('tool_calls')
    }
  })

  test('embeddings', async () => {
    const answer = await world.client.embeddings.create({ model: 'sandbox-embed', input: ['one', 'two'] })
    expect(answer.data).toHaveLength(2)
    const [first = []] = answer.data.map((one) => one.embedding)
    expect(Math.sqrt(first.reduce((sum, x) => sum + x * x, 0))).toBeCloseTo(1, 3)
    expect(answer.usage.prompt_tokens).toBeGreaterThan(0)
  })

  test('models: only what this key may call, unpriced ones hidden while the policy refuses them', async () => {
    const all = (await world.client.models.list()).data.map((model) => model.id)
    expect(all).toContain('ok')
    expect(all).not.toContain('sandbox-unpriced')
    const narrow = await makeKey(world.app, { owner: world.key.owner, body: { models: ['sandbox-chat'] } })
    const few = (await world.clientOf(narrow.secret).models.list()).data.map((model) => model.id)
    expect(few).toEqual(['sandbox-chat'])
    expect((await world.client.models.retrieve('sandbox-chat')).id).toBe('sandbox-chat')
  })
})

describe('each error is raised as the SDK means it, with its request id', () => {
  const call = (client: OpenAI, model = 'ok', more: object = {}) =>
    client.chat.completions.create({ model, messages: question, ...more })
  async function expectError(
    act: Promise<unknown>,
    kind: abstract new (...input: never[]) => Error,
    status: number,
    code: string,
  ): Promise<void> {
    const error = await failing(act)
    expect({ status: error.status, code: error.code }).toEqual({ status, code })
    expect(error).toBeInstanceOf(kind)
    expect(error.requestID).toMatch(/^req_/)
  }

  test('401 AuthenticationError: no, malformed, unknown, expired, disabled and revoked keys', async () => {
    const { owner } = world.key
    await expectError(
      call(world.clientOf('sk-something')),
      OpenAI.AuthenticationError,
      401,
      'invalid_api_key',
    )
    await expectError(
      call(world.clientOf(`${world.key.secret.slice(0, -1)}x`)),
      OpenAI.AuthenticationError,
      401,
      'invalid_api_key',
    )
    const disabled = await makeKey(world.app, { owner })
    await call(world.clientOf(disabled.secret))
    expect(
      (await owner.browser.patch(`/orgs/${owner.slug}/keys/${disabled.id}`, { status: 'disabled' })).status,
    ).toBe(200)
    await expectError(
      call(world.clientOf(disabled.secret)),
      OpenAI.AuthenticationError,
      401,
      'disabled_api_key',
    )
    expect((await owner.browser.delete(`/orgs/${owner.slug}/keys/${disabled.id}`)).status).toBe(204)
    await expectError(
      call(world.clientOf(disabled.secret)),
      OpenAI.AuthenticationError,
      401,
      'revoked_api_key',
    )
    const short = await makeKey(world.app, {
      owner,
      body: { expiresAt: new Date(world.app.clock.now() + 60_000).toISOString() },
    })
    world.app.clock.advance(61_000)
    await expectError(call(world.clientOf(short.secret)), OpenAI.AuthenticationError, 401, 'expired_api_key')
  })

  test('403 PermissionDeniedError: scope, model, address, price', async () => {
    const { owner } = world.key
    const reader = await makeKey(world.app, { owner, body: { scopes: ['usage:read'] } })
    await expectError(
      call(world.clientOf(reader.secret)),
      OpenAI.PermissionDeniedError,
      403,
      'insufficient_scope',
    )
    const narrow = await makeKey(world.app, { owner, body: { models: ['sandbox-chat'] } })
    await expectError(
      call(world.clientOf(narrow.secret)),
      OpenAI.PermissionDeniedError,
      403,
      'model_not_allowed',
    )
    const elsewhere = await makeKey(world.app, { owner, body: { ipAllowlist: ['10.0.0.0/8'] } })
    await expectError(
      call(world.clientOf(elsewhere.secret)),
      OpenAI.PermissionDeniedError,
      403,
      'ip_not_allowed',
    )
    await expectError(
      call(world.client, 'sandbox-unpriced'),
      OpenAI.PermissionDeniedError,
      403,
      'model_not_priced',
    )
  })

  test('400, 404, 402, 429, 5xx', async () => {
    await expectError(
      call(world.client, 'nothing-of-that-name'),
      OpenAI.NotFoundError,
      404,
      'model_not_found',
    )
    await expectError(call(world.client, 'ok', { n: -1 }), OpenAI.BadRequestError, 400, 'invalid_value')
    await expectError(
      call(world.client, 'ok', { max_tokens: 1e12 }),
      OpenAI.BadRequestError,
      400,
      'invalid_value',
    )
    const poor = await failing(call(world.client, 'ok', { max_tokens: 5_000_000 }))
    expect({ status: poor.status, code: poor.code }).toEqual({ status: 402, code: 'insufficient_quota' })
    expect(poor.headers?.get('x-should-retry')).toBe('false')
    await expectError(call(world.client, 'error-400'), OpenAI.BadRequestError, 400, 'unsupported_value')
    await expectError(call(world.client, 'error-429'), OpenAI.RateLimitError, 429, 'rate_limit_exceeded')
    await expectError(call(world.client, 'error-500'), OpenAI.InternalServerError, 502, 'upstream_error')
    await expectError(call(world.client, 'error-401'), OpenAI.InternalServerError, 502, 'upstream_error')
    await expectError(call(world.client, 'garbage'), OpenAI.InternalServerError, 502, 'upstream_error')
  })

  test('what is no JSON, too large or nowhere is answered in the shape that the SDK reads', async () => {
    const send = async (path: string, body: string, type = 'application/json') => {
      const headers = { authorization: `Bearer ${world.key.secret}`, 'content-type': type }
      const answer = await fetch(`${world.url}${path}`, { method: 'POST', headers, body })
      return {
        status: answer.status,
        body: (await answer.json()) as { error: { code: string; type: string } },
      }
    }
    expect(await send('/v1/chat/completions', '{"model":')).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error' } },
    })
    expect((await send('/v1/chat/completions', 'model=ok', 'application/x-www-form-urlencoded')).status).toBe(
      415,
    )
    expect(await send('/v1/nothing', '{}')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    })
  })
})
