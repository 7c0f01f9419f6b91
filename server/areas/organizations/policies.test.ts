import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Announcement } from '../../db/store.ts'
import { newId } from '../../lib/id.ts'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { eraseExpiredIps } from './index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const dayMs = 86_400_000
const defaults = {
  acceptUnpricedModels: false,
  recordIp: 'off',
  ipRetentionDays: 90,
  keepPromptsDays: 0,
  keysNeedApproval: false,
  maxKeyDays: null,
  requireTwoFactorFrom: null,
  membersWithoutTwoFactor: 1,
  // What the operator leaves to organizations.
  unpricedModels: 'organizations',
}

/** Usage records as the gateway would have left them, so many days ago. */
async function addRecords(
  { organizationId, accountId }: MadeAccount,
  count: number,
  daysAgo: number,
): Promise<void> {
  const at = app.clock.now() - daysAgo * dayMs
  const row = {
    at,
    organization_id: organizationId,
    account_id: accountId,
    key_id: 'key_x',
    model: 'm',
    endpoint: 'chat',
  }
  const figures = {
    stream: 0,
    status: 200,
    error_code: null,
    usage_source: 'none',
    unpriced: 0,
    latency_ms: 1,
  }
  const money = {
    cost_nanos: 0n,
    hold_nanos: 0n,
    over_nanos: 0n,
    meters: '[]',
    price_id: null,
    buckets: '[]',
  }
  const rest = { attempts: '[]', first_token_ms: null, input_tokens: 0, output_tokens: 0, ip: '203.0.113.7' }
  const rows = Array.from({ length: count }, () => ({
    request_id: newId('req', at),
    ...row,
    ...figures,
    ...money,
    ...rest,
  }))
  for (let i = 0; i < rows.length; i += 200)
    await app.testStore.store.db
      .insertInto('usage_records')
      .values(rows.slice(i, i + 200))
      .execute()
}
async function addKey({ organizationId, accountId }: MadeAccount, usedDaysAgo: number): Promise<void> {
  const now = app.clock.now()
  await app.testStore.store.db
    .insertInto('api_keys')
    .values({
      id: newId('key', now),
      organization_id: organizationId,
      account_id: accountId,
      name: 'k',
      name_search: 'k',
      remark: '',
      scopes: '[]',
      models: null,
      ip_allowlist: '[]',
      hint: '…',
      expires_at: null,
      disabled_at: null,
      revoked_at: null,
      last_used_at: now - usedDaysAgo * dayMs,
      last_used_ip: '203.0.113.7',
      created_at: now,
    })
    .execute()
}
async function stored({ organizationId }: MadeAccount): Promise<{ records: number; keys: number }> {
  const { db } = app.testStore.store
  const records = await db
    .selectFrom('usage_records')
    .select('request_id')
    .where('organization_id', '=', organizationId)
    .where('ip', 'is not', null)
    .execute()
  const keys = await db
    .selectFrom('api_keys')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('last_used_ip', 'is not', null)
    .execute()
  return { records: records.length, keys: keys.length }
}

describe('the policy of an organization', () => {
  test('promise 10: privacy is the default', async () => {
    const { browser, slug } = await makeAccount(app)
    expect((await browser.get(`/orgs/${slug}/policy`)).body).toEqual(defaults)
  })

  test('promise 9: a change touches only what it names, is told to every part and recorded with the old values', async () => {
    const { browser, slug, organizationId, accountId } = await makeAccount(app)
    const heard: Announcement[] = []
    const stop = app.testStore.store.onAnnouncement((announcement) => heard.push(announcement))
    const changed = await browser.patch(`/orgs/${slug}/policy`, { recordIp: 'truncated', maxKeyDays: 30 })
    stop()
    expect(changed.body).toEqual({ ...defaults, recordIp: 'truncated', maxKeyDays: 30 })
    expect(heard).toContainEqual({ kind: 'organization', id: organizationId })
    expect((await browser.patch(`/orgs/${slug}/policy`, { acceptUnpricedModels: true })).body).toEqual({
      ...defaults,
      recordIp: 'truncated',
      maxKeyDays: 30,
      acceptUnpricedModels: true,
    })
    await browser.patch(`/orgs/${slug}/policy`, { maxKeyDays: null })
    expect((await browser.get(`/orgs/${slug}/policy`)).body).toMatchObject({
      maxKeyDays: null,
      recordIp: 'truncated',
    })
    const audit = await browser.get<{ items: unknown[] }>(`/orgs/${slug}/audit`)
    expect(audit.body.items.slice(0, 3)).toMatchObject([
      {
        act: 'policy.updated',
        accountId,
        details: { from: { max_key_days: 30 }, to: { max_key_days: null } },
      },
      {
        act: 'policy.updated',
        details: { from: { accept_unpriced_models: 0 }, to: { accept_unpriced_models: 1 } },
      },
      {
        act: 'policy.updated',
        details: { from: { record_ip: 'off', max_key_days: null }, to: { record_ip: 'truncated' } },
      },
    ])
  })

  test('what nothing obeys yet is refused, not ignored; saying that it is off is fine', async () => {
    const { browser, slug } = await makeAccount(app)
    for (const change of [{ keepPromptsDays: 1 }, { keysNeedApproval: true }]) {
      const answer = await browser.patch(`/orgs/${slug}/policy`, { recordIp: 'full', ...change })
      expect(answer.body).toMatchObject({
        status: 400,
        code: 'not_available_yet',
        errors: [{ path: Object.keys(change)[0] }],
      })
    }
    expect((await browser.get(`/orgs/${slug}/policy`)).body).toEqual(defaults)
    const off = { keepPromptsDays: 0, keysNeedApproval: false, requireTwoFactorFrom: null }
    expect((await browser.patch(`/orgs/${slug}/policy`, off)).body).toEqual(defaults)
  })

  test('of 20 changes at once none is lost, and the trail of old and new values has no gap', async () => {
    const { browser, slug } = await makeAccount(app)
    const days = Array.from({ length: 20 }, (_, i) => 100 + i)
    await Promise.all(
      days.map((ipRetentionDays) => browser.patch(`/orgs/${slug}/policy`, { ipRetentionDays })),
    )
    type Item = { act: string; details: { from: Record<string, number>; to: Record<string, number> } }
    const audit = await browser.get<{ items: Item[] }>(`/orgs/${slug}/audit`)
    const steps = audit.body.items.filter(({ act }) => act === 'policy.updated').map(({ details }) => details)
    expect(steps).toHaveLength(20)
    const next = new Map(steps.map(({ from, to }) => [from.ip_retention_days, to.ip_retention_days]))
    let at: number | undefined = 90
    for (let i = 0; i < 20; i += 1) at = next.get(at)
    expect((await browser.get(`/orgs/${slug}/policy`)).body.ipRetentionDays).toBe(at)
  })

  test('promise 10: addresses that were stored are erased on demand, of this organization only', async () => {
    const mine = await makeAccount(app)
    const other = await makeAccount(app)
    for (const person of [mine, other]) {
      await addRecords(person, 1203, 1)
      await addKey(person, 1)
    }
    const answer = await mine.browser.patch(`/orgs/${mine.slug}/policy`, {
      recordIp: 'off',
      eraseStoredIps: true,
    })
    expect(answer.status).toBe(200)
    expect(await stored(mine)).toEqual({ records: 0, keys: 0 })
    expect(await stored(other)).toEqual({ records: 1203, keys: 1 })
    const audit = await mine.browser.get<{ items: unknown[] }>(`/orgs/${mine.slug}/audit?limit=1`)
    expect(audit.body.items[0]).toMatchObject({ act: 'policy.addresses_erased', details: { erased: 1204 } })
  })

  test('promise 10: addresses are erased after as many days as the policy keeps them', async () => {
    const short = await makeAccount(app)
    const long = await makeAccount(app)
    for (const person of [short, long]) {
      await addRecords(person, 3, 5)
      await addRecords(person, 600, 20)
      await addKey(person, 20)
      await addKey(person, 5)
    }
    await short.browser.patch(`/orgs/${short.slug}/policy`, { ipRetentionDays: 10 })
    await eraseExpiredIps(app.deps)
    expect(await stored(short)).toEqual({ records: 3, keys: 1 })
    expect(await stored(long)).toEqual({ records: 603, keys: 2 })
  })
})
