import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { usageRecord, usageRow } from '../../../contract/usage.ts'
import {
  addMember,
  makeAccount,
  makeKey,
  makeOrganization,
  makeUsage,
  type TestApp,
  testApp,
} from '../../testing/index.ts'
import { usdToNanos, usdToPicos } from '../money/index.ts'

type Row = z.infer<typeof usageRow>
type Whole = z.infer<typeof usageRecord>
type List = { items: Row[]; nextCursor: string | null }

const hourMs = 3_600_000

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A person with a key, and how their calls begin. */
async function caller() {
  const key = await makeKey(app, { body: { name: 'the key' } })
  const call = { organizationId: key.organizationId, keyId: key.id, accountId: key.owner.accountId }
  const list = async (query = '', path = 'usage') =>
    (await key.owner.browser.get<List>(`/orgs/${key.slug}/${path}${query}`)).body
  return { ...key, call, list }
}

describe('the list of calls', () => {
  test('shows each call newest first, with the name of its key, without what only the detail needs', async () => {
    const { call, list, id } = await caller()
    const at = app.clock.now()
    const [older, newer] = await makeUsage(app, [
      { ...call, at: at - 1000 },
      {
        ...call,
        at,
        stream: true,
        firstTokenMs: 9,
        ip: '203.0.113.0',
        unpriced: true,
        endpoint: 'embeddings',
      },
    ])
    const { items, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(items.map((item) => item.id)).toEqual([newer, older])
    expect(items[0]).toEqual({
      id: newer,
      at: new Date(at).toISOString(),
      keyId: id,
      keyName: 'the key',
      accountId: call.accountId,
      model: 'sandbox-chat',
      endpoint: 'embeddings',
      stream: true,
      status: 200,
      errorCode: null,
      usageSource: 'provider',
      costUsd: '0.000100000',
      priceId: null,
      unpriced: true,
      latencyMs: 80,
      firstTokenMs: 9,
      inputTokens: 12,
      outputTokens: 7,
      ip: '203.0.113.0',
    })
  })

  test('filters by time, model, key, status and request id', async () => {
    const { call, list, owner } = await caller()
    const other = await makeKey(app, { owner })
    const at = app.clock.now()
    const ids = await makeUsage(app, [
      { ...call, at: at - 3 * hourMs },
      { ...call, at: at - 2 * hourMs, model: 'b/model:1' },
      { ...call, at: at - hourMs, keyId: other.id },
      { ...call, at: at - 30, status: 402, errorCode: 'insufficient_quota' },
      { ...call, at: at - 20, status: 200, errorCode: 'upstream_error' },
      { ...call, at: at - 10, status: 499, errorCode: 'client_closed' },
    ])
    const found = async (query: Record<string, string>) => {
      const { items } = await list(`?${new URLSearchParams(query)}`)
      return items.map(({ id }) => ids.indexOf(id))
    }
    const time = (ms: number) => new Date(at - ms).toISOString()
    expect(await found({})).toEqual([5, 4, 3, 2, 1, 0])
    expect(await found({ from: time(2 * hourMs) })).toEqual([5, 4, 3, 2, 1])
    expect(await found({ to: time(2 * hourMs) })).toEqual([0])
    expect(await found({ from: time(2.5 * hourMs), to: time(hourMs) })).toEqual([1])
    expect(await found({ from: time(0), to: time(hourMs) })).toEqual([])
    expect(await found({ from: '1000-01-01T00:00:00Z' })).toEqual([5, 4, 3, 2, 1, 0])
    expect(await found({ model: 'b/model:1' })).toEqual([1])
    expect(await found({ key: other.id })).toEqual([2])
    expect(await found({ status: '402' })).toEqual([3])
    expect(await found({ status: '200' })).toEqual([4, 2, 1, 0])
    expect(await found({ status: 'ok' })).toEqual([2, 1, 0])
    expect(await found({ status: 'error' })).toEqual([5, 4, 3])
    expect(await found({ requestId: ids[1] as string })).toEqual([1])
    expect(await found({ requestId: ids[1] as string, status: 'error' })).toEqual([])
    for (const text of ['a\0b', "'", '%']) {
      expect(await found({ model: text })).toEqual([])
      expect(await found({ key: text })).toEqual([])
      expect(await found({ requestId: text })).toEqual([])
    }
    expect((await owner.browser.get(`/orgs/${owner.slug}/usage?status=bad`)).status).toBe(400)
    expect((await owner.browser.get(`/orgs/${owner.slug}/usage?from=yesterday`)).status).toBe(400)
    const errors = (await list('?limit=2', 'errors')) as List
    expect(errors.items.map(({ id }) => ids.indexOf(id))).toEqual([5, 4])
    const rest = await list(`?limit=2&cursor=${errors.nextCursor}`, 'errors')
    expect(rest).toMatchObject({ items: [{ id: ids[3], errorCode: 'insufficient_quota' }], nextCursor: null })
    expect((await list('?status=402', 'errors')).items).toHaveLength(1)
    expect((await list('?status=ok', 'errors')).items).toHaveLength(0)
  })

  test('finds the calls of this organization’s playground, not of others', async () => {
    const { call, list } = await caller()
    const other = await caller()
    const [mine] = await makeUsage(app, [
      { ...call, keyId: 'playground' },
      call,
      { ...other.call, keyId: 'playground' },
    ])
    expect((await list('?key=playground')).items.map(({ id }) => id)).toEqual([mine])
  })

  test('pages hold every call once, also while new ones come', async () => {
    const { call, list } = await caller()
    const ids = await makeUsage(
      app,
      Array.from({ length: 25 }, () => call),
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: List = await list(cursor === null ? '?limit=10' : `?limit=10&cursor=${cursor}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      await makeUsage(app, [{ ...call, at: app.clock.now() + 1000 }])
    } while (cursor !== null)
    expect(seen).toEqual([...ids].sort().reverse())
  })
})

describe('one call', () => {
  test('promise 6: its buckets explain its cost: quantity × rate = amount, together rounded once', async () => {
    const { call, owner, slug } = await caller()
    const attempts = [
      { upstream: 'a', status: 500, requestId: null, ms: 12, error: 'failed' },
      { upstream: 'b', status: 200, requestId: 'abc', ms: 40, error: null },
    ]
    // The amounts end in parts of a nano-dollar, which only their sum may round.
    const buckets = [
      { name: 'input', quantity: 12n, ratePicos: 2_500_001n },
      { name: 'cache_read', quantity: 999n, ratePicos: 333n },
      { name: 'output', quantity: 4_611_686_018n, ratePicos: 60_000_007n },
    ]
    const [id] = await makeUsage(app, [
      { ...call, buckets, attempts, usageSource: 'estimated', priceId: 'prc_1' },
    ])
    const answer = await owner.browser.get<Whole>(`/orgs/${slug}/usage/${id}`)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      id,
      attempts,
      usageSource: 'estimated',
      priceId: 'prc_1',
      late: false,
    })
    expect(answer.body).toMatchObject({ holdUsd: '0.000000000', overUsd: answer.body.costUsd })
    let picos = 0n
    for (const { quantity, rateUsd, amountUsd } of answer.body.buckets) {
      expect(BigInt(quantity) * usdToPicos(rateUsd)).toBe(usdToPicos(amountUsd))
      picos += usdToPicos(amountUsd)
    }
    expect(answer.body.buckets.map(({ name, quantity }) => [name, quantity])).toEqual(
      buckets.map(({ name, quantity }) => [name, String(quantity)]),
    )
    expect(usdToNanos(answer.body.costUsd)).toBe((picos + 500n) / 1000n)
  })

  test('promise 12: a call of another organization, or of a key that is not mine, does not exist', async () => {
    const organization = await makeOrganization(app)
    const member = await makeAccount(app)
    const viewer = await makeAccount(app)
    const billing = await makeAccount(app)
    await addMember(app, organization, member, 'member')
    await addMember(app, organization, viewer, 'viewer')
    await addMember(app, organization, billing, 'billing')
    const ofOwner = await makeKey(app, { owner: organization.owner, organization })
    const ofMember = await makeKey(app, { owner: member, organization })
    const [foreign, own] = await makeUsage(
      app,
      [ofOwner, ofMember].map((key) => ({
        organizationId: organization.id,
        keyId: key.id,
        accountId: key.owner.accountId,
        status: 429,
        errorCode: 'rate_limit_exceeded',
      })),
    )
    const look = async (person: typeof member, slug = organization.slug) => {
      const { browser } = person
      const statuses = [foreign, own].map(
        async (id) => (await browser.get(`/orgs/${slug}/usage/${id}`)).status,
      )
      const lists = ['usage', 'errors', `usage?requestId=${foreign}`].map(
        async (path) => (await browser.get<List>(`/orgs/${slug}/${path}`)).body.items?.length,
      )
      const { body } = await browser.get<{ totals: { calls: number } }>(`/orgs/${slug}/usage/summary`)
      return [...(await Promise.all([...statuses, ...lists])), body.totals?.calls]
    }
    for (const person of [organization.owner, viewer, billing])
      expect(await look(person)).toEqual([200, 200, 2, 2, 1, 2])
    expect(await look(member)).toEqual([404, 200, 1, 1, 0, 1])
    expect(await look(member, member.slug)).toEqual([404, 404, 0, 0, 0, 0])
    expect((await member.browser.get(`/orgs/${member.slug}/usage/%00`)).status).toBe(404)
  })
})
