import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GatewayWorld, gatewayWorld, makeAccount, makeKey } from '../../testing/index.ts'

let world: GatewayWorld
beforeAll(async () => {
  world = await gatewayWorld({ PORTICO_STARTING_CREDIT_USD: '0' })
  await world.serve('talks')
  const settings = await world.operator.browser.patch('/admin/settings', { defaultMaxOutputTokens: 64 })
  expect(settings.status).toBe(200)
  // Far more than the 64 tokens that a call without a limit is taken to need.
  world.upstream.script('talks', {
    behaviour: 'no-usage',
    pieces: Array.from({ length: 200 }, () => 'and so on and so on, '),
  })
})
afterAll(() => world.close())

async function streamWith(creditUsd: string) {
  const owner = await makeAccount(world.app)
  const credit = await world.operator.browser.post(`/admin/organizations/${owner.organizationId}/credits`, {
    amountUsd: creditUsd,
  })
  expect(credit.status, credit.text).toBe(201)
  const key = await makeKey(world.app, { owner })
  const answer = await fetch(`${world.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'talks', stream: true, messages: [{ role: 'user', content: 'Hello?' }] }),
  })
  const text = await answer.text()
  const { body } = await owner.browser.get<{
    costUsd: string
    holdUsd: string
    overUsd: string
    errorCode: string | null
  }>(`/orgs/${owner.slug}/usage/${answer.headers.get('x-request-id')}`)
  return { text, record: body }
}

describe('a stream that comes near its hold extends it', () => {
  test('with money left it runs to its end, and the hold has grown with it', async () => {
    const { text, record } = await streamWith('1')
    expect(text).toContain('[DONE]')
    expect(record.errorCode).toBeNull()
    expect(Number(record.holdUsd)).toBeGreaterThanOrEqual(Number(record.costUsd))
    expect(record.overUsd).toBe('0.000000000')
  })

  test('without it ends with an error that says so, and what was delivered is charged', async () => {
    const { text, record } = await streamWith('0.0009')
    expect(text).not.toContain('[DONE]')
    expect(text).toContain('insufficient_quota')
    expect(record.errorCode).toBe('insufficient_quota')
    expect(Number(record.costUsd)).toBeGreaterThan(0)
    const report = await world.check()
    expect(report.findings).toEqual([])
  })
})
