import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMember, makeAccount, makeKey, makeUsage, type TestApp, testApp } from '../../testing/index.ts'
import { nanosToUsd, usdToNanos } from '../money/index.ts'

type Sums = { calls: number; errors: number; inputTokens: number; outputTokens: number; costUsd: string }
type Summary = {
  from: string
  to: string
  totals: Sums
  previous: { from: string; to: string; totals: Sums } | null
  series: (Sums & { at: string; to: string; parts?: (Sums & { id: string })[] })[]
  stack: string[]
  groups: (Sums & { id: string; name: string | null; previous: Sums | null })[]
}
type Call = {
  at: string
  keyId: string
  accountId: string
  model: string
  errorCode: string | null
  inputTokens: number
  outputTokens: number
  costUsd: string
}
type Query = Record<string, string>

const hourMs = 3_600_000
const zone = 'Europe/Berlin'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A call each 40 minutes from 20 March to 10 April, over two people, three keys and three models; each seventh failed. */
async function spring() {
  const first = await makeKey(app, { body: { name: 'first' } })
  const { owner, organizationId, slug } = first
  const organization = { id: organizationId, slug }
  const second = await makeKey(app, { owner, body: { name: 'second' } })
  const member = await makeAccount(app)
  await addMember(app, { id: organizationId }, member, 'member')
  const third = await makeKey(app, { owner: member, organization })
  const keys = [
    { keyId: first.id, accountId: owner.accountId },
    { keyId: second.id, accountId: owner.accountId },
    { keyId: third.id, accountId: member.accountId },
  ]
  const begin = Date.parse('2026-03-20T00:00:00Z')
  const end = Date.parse('2026-04-10T00:00:00Z')
  const calls = Array.from({ length: (end - begin) / (40 * 60_000) }, (_, i) => ({
    organizationId,
    ...(keys[(i % 5) % 3] as (typeof keys)[number]),
    model: `model-${(i * 7) % 3}`,
    at: begin + i * 40 * 60_000,
    ...(i % 7 === 0 ? { status: 502, errorCode: 'upstream_error', inputTokens: 0, outputTokens: 0 } : {}),
  }))
  await makeUsage(app, calls)
  const ask = async (query: Query, who = owner) =>
    who.browser.get<Summary>(`/orgs/${slug}/usage/summary?${new URLSearchParams(query)}`)
  /** The records themselves, page by page, with the filters of the log. */
  async function records(query: Query, who = owner): Promise<Call[]> {
    const found: Call[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: Call[]; nextCursor: string | null } = (
        await who.browser.get<{ items: Call[]; nextCursor: string | null }>(
          `/orgs/${slug}/usage?${new URLSearchParams({ ...query, limit: '200', ...(cursor ? { cursor } : {}) })}`,
        )
      ).body
      found.push(...page.items)
      cursor = page.nextCursor
    }
    return found
  }
  return { ask, records, owner, member, keys, first, organizationId, slug }
}

const summed = (calls: readonly Call[]) => ({
  calls: calls.length,
  errors: calls.filter(({ errorCode }) => errorCode !== null).length,
  inputTokens: calls.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
  outputTokens: calls.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  costUsd: nanosToUsd(calls.reduce((sum, { costUsd }) => sum + usdToNanos(costUsd), 0n)),
})

let world: Awaited<ReturnType<typeof spring>>
beforeAll(async () => {
  world = await spring()
}, 60_000)

/** 27 March to 3 April in Berlin; on the 29th clocks go forward. */
const week = { from: '2026-03-27T00:00:00+01:00', to: '2026-04-03T00:00:00+02:00', zone }

describe('an overview', () => {
  test('days are those of the zone: the one of the change has 23 hours, and each bar its own calls', async () => {
    const { ask, records } = world
    const { series, totals } = (await ask({ ...week, interval: 'day' })).body
    expect(series.map(({ at, to }) => (Date.parse(to) - Date.parse(at)) / hourMs)).toEqual([
      24, 24, 23, 24, 24, 24, 24,
    ])
    for (const { at, to, ...sums } of series)
      expect(sums).toMatchObject(summed(await records({ from: at, to })))
    expect(totals).toMatchObject(summed(await records({ from: week.from, to: week.to })))
    const autumn = { from: '2026-10-24T00:00:00+02:00', to: '2026-10-27T00:00:00+01:00', zone }
    const days = (await ask({ ...autumn, empty: 'include' })).body.series
    expect(days.map(({ at, to }) => (Date.parse(to) - Date.parse(at)) / hourMs)).toEqual([24, 25, 24])
  })

  test('months and hours likewise; the first and the last are cut to the time asked for', async () => {
    const { ask, records } = world
    const months = (
      await ask({ from: '2026-03-25T10:00:00Z', to: '2026-04-05T00:00:00Z', zone, interval: 'month' })
    ).body.series
    expect(months.map(({ at, to }) => [at, to])).toEqual([
      ['2026-03-25T10:00:00.000Z', '2026-03-31T22:00:00.000Z'],
      ['2026-03-31T22:00:00.000Z', '2026-04-05T00:00:00.000Z'],
    ])
    for (const { at, to, ...sums } of months)
      expect(sums).toMatchObject(summed(await records({ from: at, to })))
    const hours = (
      await ask({
        from: '2026-03-29T00:00:00+01:00',
        to: '2026-03-30T00:00:00+02:00',
        zone,
        interval: 'hour',
        empty: 'include',
      })
    ).body.series
    expect(hours).toHaveLength(23)
    for (const { at, to, ...sums } of hours.slice(0, 4))
      expect(sums).toMatchObject(summed(await records({ from: at, to })))
  })

  test('intervals without a call are listed where that is asked for', async () => {
    const { ask } = world
    const query = { from: '2026-04-08T00:00:00+02:00', to: '2026-04-14T00:00:00+02:00', zone }
    const whole = (await ask({ ...query, empty: 'include' })).body.series
    expect(whole.map(({ calls }) => calls > 0)).toEqual([true, true, true, false, false, false])
    expect(whole.at(-1)).toMatchObject({ to: '2026-04-13T22:00:00.000Z', costUsd: '0.000000000' })
    expect((await ask(query)).body.series).toEqual(whole.slice(0, 3))
    const hours = (await ask({ ...query, empty: 'include', interval: 'hour' })).body.series
    expect(hours).toHaveLength(6 * 24)
    for (const [interval, from] of [
      ['day', '2010-01-01T00:00:00Z'],
      ['hour', '2024-01-01T00:00:00Z'],
    ] as const)
      expect(await ask({ from, to: query.to, interval, empty: 'include' })).toMatchObject({
        status: 400,
        body: { code: 'range_too_long' },
      })
  })

  test('by model, key or member the sums are those of the records, now and before', async () => {
    const { ask, records } = world
    for (const by of ['model', 'key', 'account'] as const) {
      const { groups, previous } = (await ask({ ...week, by, compare: 'previous' })).body
      expect(groups).toHaveLength(by === 'account' ? 2 : 3)
      const before = { from: previous?.from ?? '', to: previous?.to ?? '' }
      for (const { id, name: _name, previous: earlier, ...sums } of groups) {
        expect(sums).toMatchObject(summed(await records({ from: week.from, to: week.to, [by]: id })))
        expect(earlier).toMatchObject(summed(await records({ ...before, [by]: id })))
      }
      expect(previous?.totals).toMatchObject(summed(await records(before)))
    }
  })

  test('each bar is made of its models, whose sums are those of the records', async () => {
    const { ask, records, slug, owner, keys, organizationId } = world
    for (const interval of ['hour', 'day', 'month']) {
      const { series, stack, groups } = (await ask({ ...week, interval, stack: 'model', by: 'model' })).body
      expect(stack).toEqual(groups.map(({ id }) => id))
      for (const { at, to, parts = [] } of series.slice(0, 8)) {
        const all = await records({ from: at, to })
        expect(parts.map(({ id }) => id)).toEqual(stack.filter((id) => all.some(({ model }) => model === id)))
        for (const { id, ...sums } of parts)
          expect(sums).toMatchObject(summed(all.filter(({ model }) => model === id)))
      }
    }
    expect((await ask(week)).body).toMatchObject({ stack: [] })
    expect((await ask(week)).body.series[0]).not.toHaveProperty('parts')
    // Of many models the five dearest; a bar is more than its parts then.
    const at = Date.parse('2026-06-01T12:00:00Z')
    await makeUsage(
      app,
      Array.from({ length: 8 }, (_, i) => ({
        organizationId,
        ...(keys[0] as (typeof keys)[number]),
        model: `many-${i}`,
        at,
        inputTokens: 100 * (i + 1),
        buckets: [{ name: 'input' as const, quantity: BigInt(100 * (i + 1)), ratePicos: 10n ** 6n }],
      })),
    )
    const june = await owner.browser.get<Summary>(
      `/orgs/${slug}/usage/summary?${new URLSearchParams({ from: '2026-06-01T00:00:00Z', to: '2026-06-02T00:00:00Z', stack: 'model' })}`,
    )
    expect(june.body.stack).toEqual(['many-7', 'many-6', 'many-5', 'many-4', 'many-3'])
    expect(june.body.series[0]?.parts).toHaveLength(5)
    expect(june.body.series[0]?.calls).toBe(8)
  })

  test('the time before is as long by the clock on the wall, also across the change', async () => {
    const { ask } = world
    const { previous } = (await ask({ ...week, compare: 'previous' })).body
    expect(previous).toMatchObject({ from: '2026-03-19T23:00:00.000Z', to: '2026-03-26T23:00:00.000Z' })
    const after = { from: '2026-03-30T00:00:00+02:00', to: '2026-04-06T00:00:00+02:00' }
    const across = (await ask({ ...after, zone, compare: 'previous' })).body.previous
    expect(across).toMatchObject({ from: '2026-03-22T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' })
    const utc = (await ask({ ...after, compare: 'previous' })).body.previous
    expect(utc?.from).toBe('2026-03-22T22:00:00.000Z')
    expect((await ask(week)).body.previous).toBeNull()
    const never = (
      await ask({ from: '2026-02-01T00:00:00Z', to: '2026-02-02T00:00:00Z', compare: 'previous' })
    ).body
    expect(never.previous?.totals).toMatchObject({ calls: 0, costUsd: '0.000000000' })
  })

  test('a filter narrows the sums as it narrows the log', async () => {
    const { ask, records, member, first } = world
    const time = { from: week.from, to: week.to }
    for (const filter of [
      { model: 'model-1' },
      { key: first.id },
      { account: member.accountId },
      { model: 'model-2', account: member.accountId },
      { model: 'a\u0000b' },
      { account: 'acc_nobody' },
    ] as Query[]) {
      const { totals } = (await ask({ ...week, ...filter })).body
      expect(totals, JSON.stringify(filter)).toMatchObject(summed(await records({ ...time, ...filter })))
    }
    expect((await ask({ ...week, account: member.accountId })).body.totals.calls).toBeGreaterThan(0)
  })

  test('members see their own keys only, before as well, whomever they ask for', async () => {
    const { ask, member, owner, records } = world
    const own = (await ask({ ...week, by: 'account', compare: 'previous' }, member)).body
    const mine = await records({ from: week.from, to: week.to, account: member.accountId })
    expect(own.totals).toMatchObject(summed(mine))
    expect(own.groups.map(({ id }) => id)).toEqual([member.accountId])
    const before = own.previous ?? { from: '', to: '' }
    const { from, to } = before
    expect(own.previous?.totals).toMatchObject(summed(await records({ from, to, account: member.accountId })))
    const others = (await ask({ ...week, account: owner.accountId }, member)).body
    expect(others.totals.calls).toBe(0)
    expect(await records({ from: week.from, to: week.to, account: owner.accountId }, member)).toEqual([])
  })

  test('a zone that does not exist is refused', async () => {
    const { ask } = world
    for (const name of ['Mars/Olympus', '+01:00', ''])
      expect(await ask({ zone: name }), name).toMatchObject({
        status: 400,
        body: { code: 'invalid_time_zone' },
      })
    expect((await ask({ ...week, zone: 'Asia/Kolkata' })).status).toBe(200)
  })
})
