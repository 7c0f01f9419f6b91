import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMember, makeAccount, makeKey, makeUsage, type TestApp, testApp } from '../../testing/index.ts'
import { usdToNanos } from '../money/index.ts'

type Sums = {
  calls: number
  errors: number
  inputTokens: number
  outputTokens: number
  costUsd: string
  averageLatencyMs: number | null
}
type Summary = {
  from: string
  to: string
  totals: Sums
  series: (Sums & { at: string; to: string })[]
  groups: (Sums & { id: string; name: string | null; previous: Sums | null })[]
  previous: { from: string; to: string; totals: Sums } | null
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const day = Date.parse('2026-03-10T00:00:00.000Z')
const time = (ms: number) => new Date(ms).toISOString()

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

async function calls() {
  const first = await makeKey(app, { body: { name: 'first' } })
  const { owner, organizationId, slug } = first
  const second = await makeKey(app, { owner, body: { name: 'second' } })
  const call = { organizationId, accountId: owner.accountId, keyId: first.id }
  await makeUsage(app, [
    { ...call, at: day + 1, latencyMs: 100 },
    { ...call, at: day + hourMs - 1, latencyMs: 51, model: 'b' },
    {
      ...call,
      at: day + hourMs,
      keyId: second.id,
      status: 500,
      errorCode: 'x',
      latencyMs: 0,
      inputTokens: 0,
      outputTokens: 0,
    },
    {
      ...call,
      at: day + dayMs + 5 * hourMs,
      keyId: second.id,
      buckets: [{ name: 'request', quantity: 1n, ratePicos: 5n * 10n ** 18n }],
    },
  ])
  const ask = async (query: Record<string, string>) =>
    owner.browser.get<Summary>(`/orgs/${slug}/usage/summary?${new URLSearchParams(query)}`)
  return { ask, first, second, owner, slug }
}
const range = { from: time(day), to: time(day + 2 * dayMs) }

describe('a summary', () => {
  test('sums by hour or UTC day; what is empty is left out', async () => {
    const { ask } = await calls()
    const hours = (await ask({ ...range, interval: 'hour' })).body
    expect(hours.series.map(({ at, calls, errors }) => [at, calls, errors])).toEqual([
      [time(day), 2, 0],
      [time(day + hourMs), 1, 1],
      [time(day + dayMs + 5 * hourMs), 1, 0],
    ])
    const days = (await ask({ ...range, interval: 'day' })).body
    expect(days.series).toEqual([
      {
        at: time(day),
        to: time(day + dayMs),
        calls: 3,
        errors: 1,
        inputTokens: 24,
        outputTokens: 14,
        costUsd: '0.000200000',
        averageLatencyMs: 50,
      },
      {
        at: time(day + dayMs),
        to: time(day + 2 * dayMs),
        calls: 1,
        errors: 0,
        inputTokens: 12,
        outputTokens: 7,
        costUsd: '5000000.000000000',
        averageLatencyMs: 80,
      },
    ])
    expect(days.totals).toMatchObject({
      calls: 4,
      errors: 1,
      costUsd: '5000000.000200000',
      averageLatencyMs: 58,
    })
    expect(days.groups).toEqual([])
    expect(hours.totals).toEqual(days.totals)
  })

  test('by model, key or member, the dearest first, with their names', async () => {
    const { ask, first, second, owner } = await calls()
    const groups = async (by: string) =>
      (await ask({ ...range, by })).body.groups.map(({ id, name, calls }) => [id, name, calls])
    expect(await groups('model')).toEqual([
      ['sandbox-chat', 'sandbox-chat', 3],
      ['b', 'b', 1],
    ])
    expect(await groups('key')).toEqual([
      [second.id, 'second', 2],
      [first.id, 'first', 2],
    ])
    expect(await groups('account')).toEqual([[owner.accountId, owner.username, 4]])
    expect((await ask({ ...range, by: 'ip' })).status).toBe(400)
  })

  test('a time is widened to whole hours; without one it is the last thirty days', async () => {
    const { ask, owner, slug } = await calls()
    const { body } = await ask({ from: time(day + 600_000), to: time(day + hourMs + 1), interval: 'hour' })
    expect([body.from, body.to]).toEqual([time(day), time(day + 2 * hourMs)])
    expect(body.totals.calls).toBe(3)
    const exact = await ask({ from: time(day), to: time(day + hourMs), interval: 'hour' })
    expect(exact.body.totals.calls).toBe(2)
    const empty = (await owner.browser.get<Summary>(`/orgs/${slug}/usage/summary`)).body
    const span = Date.parse(empty.to) - Date.parse(empty.from)
    expect(span).toBeGreaterThanOrEqual(30 * dayMs)
    expect(span).toBeLessThanOrEqual(30 * dayMs + hourMs)
    expect(Math.abs(Date.parse(empty.to) - app.clock.now())).toBeLessThanOrEqual(hourMs)
    expect(empty.totals).toMatchObject({ calls: 0, costUsd: '0.000000000', averageLatencyMs: null })
  })

  test('a time that is too long by the hour says to ask by the day', async () => {
    const { ask } = await calls()
    const long = { from: time(day - 401 * dayMs), to: time(day) }
    const refused = await ask({ ...long, interval: 'hour' })
    expect(refused).toMatchObject({ status: 400, body: { code: 'range_too_long' } })
    expect(refused.text).toContain('interval=day')
    expect((await ask({ ...long, interval: 'day' })).status).toBe(200)
    expect((await ask({ from: time(day), to: time(day - 1), interval: 'day' })).status).toBe(400)
  })

  test('agrees with the records that it sums, call by call', async () => {
    const { ask, slug, owner } = await calls()
    type Page = {
      items: { costUsd: string; inputTokens: number; latencyMs: number; errorCode: string | null }[]
    }
    const { items } = (await owner.browser.get<Page>(`/orgs/${slug}/usage?limit=200`)).body
    const { totals } = (await ask({ ...range })).body
    const cost = items.reduce((sum, { costUsd }) => sum + usdToNanos(costUsd), 0n)
    expect(usdToNanos(totals.costUsd)).toBe(cost)
    expect(totals.calls).toBe(items.length)
    expect(totals.errors).toBe(items.filter(({ errorCode }) => errorCode !== null).length)
    expect(totals.inputTokens).toBe(items.reduce((sum, { inputTokens }) => sum + inputTokens, 0))
  })

  test('shows members their own keys only, and at most a hundred groups', async () => {
    const { ask, first, slug } = await calls()
    const member = await makeAccount(app)
    await addMember(app, { id: first.organizationId }, member, 'member')
    const key = await makeKey(app, { owner: member, organization: { id: first.organizationId, slug } })
    const call = { organizationId: first.organizationId, keyId: key.id, accountId: member.accountId, at: day }
    await makeUsage(
      app,
      Array.from({ length: 120 }, (_, i) => ({ ...call, model: `m${i}` })),
    )
    const query = new URLSearchParams({ ...range, by: 'account' })
    const own = (await member.browser.get<Summary>(`/orgs/${slug}/usage/summary?${query}`)).body
    expect(own.totals.calls).toBe(120)
    expect(own.groups.map(({ id }) => id)).toEqual([member.accountId])
    const all = (await ask({ ...range, by: 'model' })).body
    expect(all.totals.calls).toBe(124)
    expect(all.groups).toHaveLength(100)
    expect(all.groups[0]?.id).toBe('sandbox-chat')
  })
})
