import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type GatewayWorld,
  gatewayWorld,
  type ScriptedUpstream,
  startScriptedUpstream,
} from '../../testing/index.ts'

let world: GatewayWorld
let second: ScriptedUpstream
const model = 'shared'
beforeAll(async () => {
  world = await gatewayWorld()
  second = await startScriptedUpstream()
  const add = async (name: string, baseUrl: string, priority: number): Promise<void> => {
    const body = { kind: 'openai', name, baseUrl, models: [model], priority, apiKey: `sk-canary-of-${name}` }
    const answer = await world.operator.browser.post('/admin/upstreams', body)
    expect(answer.status, answer.text).toBe(201)
  }
  await add('first', world.upstream.baseUrl, 10)
  await add('second', second.baseUrl, 5)
  const price = { state: 'priced', ratesUsdPerMillion: { input: '2', output: '10' } }
  expect((await world.operator.browser.put(`/admin/prices/${model}`, price)).status).toBe(200)
})
afterAll(async () => {
  await world.close()
  await second.close()
})
beforeEach(() => {
  world.upstream.reset()
  second.reset()
  // Whatever rested is tried again.
  world.app.clock.advance(60_000)
})

type Attempts = {
  status: number
  attempts: { upstream: string; status: number | null; error: string | null }[]
  costUsd: string
}

async function call(body: object = {}) {
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello?' }], max_tokens: 20, ...body }),
  })
  const text = await answer.text()
  const { owner } = world.key
  const record = await owner.browser.get<Attempts>(
    `/orgs/${owner.slug}/usage/${answer.headers.get('x-request-id')}`,
  )
  return { status: answer.status, headers: answer.headers, text, record: record.body }
}

describe('another upstream is tried only as long as the caller has got nothing', () => {
  test('the highest priority first; each with its own credential', async () => {
    expect((await call()).status).toBe(200)
    expect([world.upstream.count(), second.count()]).toEqual([1, 0])
    expect(world.upstream.calls[0]?.headers.authorization).toBe('Bearer sk-canary-of-first')
  })

  test.each([
    ['error-500', 500, 'failed'],
    ['error-429', 429, 'rate_limited'],
    ['error-401', 401, 'failed'],
    ['garbage', 200, 'not_an_answer'],
    ['redirect', 307, 'failed'],
    ['cut', 200, 'broken'],
  ] as const)(
    '%s: the next one answers, and each try is a line with its status %s and code %s',
    async (behaviour, told, error) => {
      world.upstream.script(model, behaviour)
      const { status, record } = await call()
      expect(status).toBe(200)
      expect(record.attempts.map((attempt) => attempt.upstream)).toEqual(['first', 'second'])
      expect(record.attempts[0]).toMatchObject({ status: told, error })
      expect(record.attempts[1]).toMatchObject({ status: 200, error: null })
      expect(record.costUsd, 'only the answer is charged').toBe('0.000074000')
    },
  )

  test('a stream too, before its first byte', async () => {
    world.upstream.script(model, 'error-500')
    const { status, text } = await call({ stream: true })
    expect(status).toBe(200)
    expect(text).toContain('[DONE]')
  })

  test('not after the first byte', async () => {
    world.upstream.script(model, 'cut')
    const { text, record } = await call({ stream: true })
    expect(text).toContain('"error"')
    expect(record.attempts).toMatchObject([{ status: 200, error: 'broken' }])
    expect(second.count()).toBe(0)
  })

  test("the caller's own mistake is not tried elsewhere", async () => {
    world.upstream.script(model, 'error-400')
    const { status, record } = await call()
    expect(status).toBe(400)
    expect(record.attempts).toMatchObject([{ status: 400, error: 'refused' }])
    expect(second.count()).toBe(0)
  })

  test('where both fail, SDKs are told not to multiply our retries', async () => {
    world.upstream.script(model, 'error-500')
    second.script(model, 'error-500')
    const { status, headers, record } = await call()
    expect(status).toBe(502)
    expect(headers.get('x-should-retry')).toBe('false')
    expect(record.attempts).toHaveLength(2)
  })

  test('one that keeps failing rests, then gets a single try', async () => {
    world.upstream.script(model, 'error-500')
    for (let i = 0; i < 5; i += 1) await call()
    world.upstream.reset()
    expect((await call()).record.attempts.map((attempt) => attempt.upstream)).toEqual(['second'])
    world.app.clock.advance(11_000)
    expect((await call()).record.attempts.map((attempt) => attempt.upstream)).toEqual(['first'])
  })

  test('none healthy: 503 no_upstream', async () => {
    world.upstream.script(model, 'error-500')
    second.script(model, 'error-500')
    for (let i = 0; i < 5; i += 1) await call()
    const { status, text } = await call()
    expect({ status, code: (JSON.parse(text) as { error: { code: string } }).error.code }).toEqual({
      status: 503,
      code: 'no_upstream',
    })
  })

  test('a disabled upstream is asked no more from the next call on', async () => {
    // The clock went on since the operator signed in.
    const { operator } = world
    expect((await operator.browser.post('/auth/confirm', { password: operator.password })).status).toBe(200)
    const { body } = await world.operator.browser.get<{ items: { id: string; name: string }[] }>(
      '/admin/upstreams',
    )
    const first = body.items.find((upstream) => upstream.name === 'first')
    expect(
      (await world.operator.browser.patch(`/admin/upstreams/${first?.id}`, { enabled: false })).status,
    ).toBe(200)
    expect((await call()).record.attempts.map((attempt) => attempt.upstream)).toEqual(['second'])
    expect(
      (await world.operator.browser.patch(`/admin/upstreams/${first?.id}`, { enabled: true })).status,
    ).toBe(200)
    expect((await call()).record.attempts.map((attempt) => attempt.upstream)).toEqual(['first'])
  })
})

describe('what the caller sent reaches the upstream as it was', () => {
  test('parameters that Portico knows nothing of, numbers beyond 2^53, pictures and tools', async () => {
    const raw = `{"model":"${model}","seed":9007199254740993123,"x_unknown":{"a":1.0},"messages":[{"role":"user","content":[{"type":"text","text":"Look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}],"max_tokens":20,"n":2,"temperature":0.10}`
    const answer = await fetch(`${world.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
      body: raw,
    })
    await answer.text()
    expect(answer.status).toBe(200)
    expect(world.upstream.calls.at(-1)?.raw.toString()).toBe(raw)
  })
})
