import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld } from '../../testing/index.ts'
import type { Behaviour } from '../../testing/scripted-upstream.ts'

let world: GatewayWorld
const behaviours: Behaviour[] = [
  'ok',
  'no-usage',
  'cumulative',
  'null-usage',
  'lying-negative',
  'lying-huge',
  'lying-string',
  'lying-details',
  'cut',
  'cumulative-cut',
  'no-done',
  'no-finish',
  'error-event',
  'slow',
  'trickle',
  'hang',
  'stall',
  'error-429',
  'error-500',
  'error-400',
  'error-401',
  'garbage',
  'redirect',
  'tool',
]
beforeAll(async () => {
  const timeouts = { connectSeconds: 2, headersSeconds: 0.5, idleSeconds: 0.5 }
  world = await gatewayWorld({}, { gateway: { timeouts } })
  await world.serve(...behaviours)
})
afterAll(() => world.close())

type Record = {
  id: string
  status: number
  errorCode: string | null
  usageSource: string
  costUsd: string
  stream: boolean
  buckets: { name: string; quantity: string; rateUsd: string; amountUsd: string }[]
  attempts: { upstream: string; status: number | null; error: string | null }[]
  overUsd: string
  late: boolean
}
type Outcome = { status: number; text: string; requestId: string; record: Record }

async function send(model: string, body: object = {}): Promise<Outcome> {
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      messages: [{ role: 'user', content: 'Hello?' }],
      max_tokens: 100,
      ...body,
    }),
  })
  const text = await answer.text()
  const requestId = answer.headers.get('x-request-id') ?? ''
  const { owner } = world.key
  const found = await owner.browser.get<Record>(`/orgs/${owner.slug}/usage/${requestId}`)
  expect(found.status, found.text).toBe(200)
  return { status: answer.status, text, requestId, record: found.body }
}

/** Twelve tokens in at 2 USD, five out at 10 USD a million. */
const exact = '0.000074000'
const quantities = (record: Record) =>
  Object.fromEntries(record.buckets.map((bucket) => [bucket.name, bucket.quantity]))

describe('billed as money.md says: whole answers', () => {
  test.each(['ok', 'cumulative', 'null-usage', 'slow'] as const)(
    "%s: by the provider's figures",
    async (model) => {
      if (model === 'slow') world.upstream.script('slow', { behaviour: 'slow', delayMilliseconds: 100 })
      const { status, record } = await send(model)
      expect({ status, cost: record.costUsd, source: record.usageSource }).toEqual({
        status: 200,
        cost: exact,
        source: 'provider',
      })
      expect(quantities(record)).toMatchObject({ input: '12', output: '5' })
    },
  )

  test.each(['no-usage', 'lying-negative', 'lying-huge', 'lying-string', 'lying-details'] as const)(
    '%s: by a count of what was sent and answered',
    async (model) => {
      const { status, record } = await send(model)
      expect({ status, source: record.usageSource }).toEqual({ status: 200, source: 'estimated' })
      const { input, output } = quantities(record)
      expect(Number(input)).toBeGreaterThan(0)
      expect(Number(output)).toBeGreaterThan(2)
      expect(Number(output)).toBeLessThan(30)
    },
  )

  test.each([
    ['error-429', 429, 'rate_limit_exceeded', 'rate_limited'],
    ['error-500', 502, 'upstream_error', 'failed'],
    ['error-401', 502, 'upstream_error', 'failed'],
    ['error-400', 400, 'unsupported_value', 'refused'],
    ['garbage', 502, 'upstream_error', 'not_an_answer'],
    ['redirect', 502, 'upstream_error', 'failed'],
    ['cut', 502, 'upstream_error', 'broken'],
    ['no-done', 502, 'upstream_error', 'not_an_answer'],
    ['hang', 504, 'upstream_timeout', 'timeout'],
  ] as const)(
    '%s: promise 5, a failed call costs nothing and says so with %i',
    async (model, status, code, attempt) => {
      const { status: got, record } = await send(model)
      expect(got).toBe(status)
      expect(record).toMatchObject({
        status,
        errorCode: code,
        costUsd: '0.000000000',
        usageSource: 'none',
        buckets: [],
      })
      expect(record.attempts).toMatchObject([{ error: attempt }])
    },
  )
})

describe('billed as money.md says: streams', () => {
  const stream = { stream: true }
  const events = (text: string) => text.split('\n\n').filter((event) => event.startsWith('data: '))

  test.each(['ok', 'cumulative', 'null-usage', 'trickle'] as const)(
    "%s: by the provider's figures, ended with [DONE]",
    async (model) => {
      if (model === 'trickle')
        world.upstream.script('trickle', { behaviour: 'trickle', delayMilliseconds: 20 })
      const { status, text, record } = await send(model, stream)
      expect({ status, cost: record.costUsd, source: record.usageSource }).toEqual({
        status: 200,
        cost: exact,
        source: 'provider',
      })
      expect(events(text).at(-1)).toBe('data: [DONE]')
      for (const event of events(text).slice(0, -1)) {
        const { choices } = JSON.parse(event.slice(6)) as { choices: unknown[] }
        expect(choices, 'the closing usage chunk is only for who asks').toHaveLength(1)
      }
      expect(text).not.toContain('"usage":null')
    },
  )

  test.each([
    'no-usage',
    'no-done',
    'lying-negative',
    'lying-huge',
    'lying-string',
    'lying-details',
  ] as const)('%s: by a count of what was delivered', async (model) => {
    const { text, record } = await send(model, stream)
    expect(record.usageSource).toBe('estimated')
    expect(Number(quantities(record).output)).toBeGreaterThan(2)
    expect(events(text).at(-1)).toBe('data: [DONE]')
  })

  test.each([
    ['cut', 'estimated'],
    ['cumulative-cut', 'partial'],
    ['error-event', 'estimated'],
    ['no-finish', 'estimated'],
    ['stall', 'estimated'],
  ] as const)(
    '%s: what was delivered is charged, and the stream ends with an error instead of [DONE]',
    async (model, source) => {
      const { status, text, record } = await send(model, stream)
      expect(status).toBe(200)
      expect(text).not.toContain('[DONE]')
      expect(events(text).at(-1)).toContain('"error"')
      expect(record.errorCode).not.toBeNull()
      expect(record.usageSource).toBe(source)
      expect(Number(record.costUsd)).toBeGreaterThan(0)
      expect(Number(quantities(record).input), 'input is charged if anything was delivered').toBeGreaterThan(
        0,
      )
    },
  )

  test.each([
    ['error-429', 429],
    ['error-500', 502],
    ['garbage', 502],
    ['hang', 504],
  ] as const)(
    '%s: before the first byte it is an ordinary error that costs nothing',
    async (model, status) => {
      const { status: got, record } = await send(model, stream)
      expect(got).toBe(status)
      expect(record).toMatchObject({ status, costUsd: '0.000000000' })
    },
  )
})

describe('the sum is explained and exact', () => {
  test('promise 6: each bucket × its rate is its amount, and the amounts add up to the cost', async () => {
    world.upstream.script('ok', {
      behaviour: 'ok',
      promptTokens: 1000,
      cachedTokens: 400,
      completionTokens: 33,
      reasoningTokens: 10,
    })
    const { record } = await send('ok', { max_tokens: 200 })
    world.upstream.script('ok', 'ok')
    expect(quantities(record)).toEqual({
      input: '600',
      cache_read: '400',
      output: '23',
      reasoning: '10',
      request: '1',
    })
    const picos = (usd: string): bigint => BigInt(usd.replace('.', ''))
    let sum = 0n
    for (const { quantity, rateUsd, amountUsd } of record.buckets) {
      expect(BigInt(quantity) * picos(rateUsd)).toBe(picos(amountUsd))
      sum += picos(amountUsd)
    }
    expect((sum + 500n) / 1000n).toBe(BigInt(record.costUsd.replace('.', '')))
    expect(record.costUsd).toBe('0.001930000')
  })

  test('a caller that goes away is recorded as 499 and charged for what was delivered', async () => {
    world.upstream.script('trickle', { behaviour: 'trickle', delayMilliseconds: 100 })
    const abort = new AbortController()
    const answer = await fetch(`${world.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.key.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'trickle',
        messages: [{ role: 'user', content: 'Hello?' }],
        stream: true,
      }),
      signal: abort.signal,
    })
    const reader = answer.body?.getReader()
    await reader?.read()
    await reader?.read()
    abort.abort()
    const { owner } = world.key
    const path = `/orgs/${owner.slug}/usage/${answer.headers.get('x-request-id')}`
    await expect.poll(async () => (await owner.browser.get(path)).status, { timeout: 5000 }).toBe(200)
    const { body } = await owner.browser.get<Record>(path)
    expect(body).toMatchObject({
      status: 499,
      errorCode: 'client_closed_request',
      attempts: [{ error: 'aborted' }],
    })
    expect(Number(body.costUsd)).toBeGreaterThan(0)
  })

  test('promise 2: afterwards every statement of the checker holds', async () => {
    const report = await world.check()
    expect(report.findings).toEqual([])
    expect(report.records).toBeGreaterThan(30)
  })
})
