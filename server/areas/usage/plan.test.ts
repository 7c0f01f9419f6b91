import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rolePermissions } from '../../../contract/roles.ts'
import { type MadeCall, makeKey, makeUsage, type TestApp, testApp } from '../../testing/index.ts'
import { callsWithin, idRange, listCalls, rangesToRead, type Seeing, type UsageFilters } from './calls.ts'
import { rangesOf } from './hours.ts'

const records = 100_000

let app: TestApp
let seeing: Seeing
let keyId: string
beforeAll(async () => {
  app = await testApp()
  const key = await makeKey(app)
  keyId = key.id
  const start = app.clock.now() - records * 1000
  // One of twenty organizations is looked at; a tenth of its calls failed.
  const callers = Array.from({ length: 20 }, (_, i) => ({
    organizationId: `org_${i}`,
    keyId: `key_${i}`,
    accountId: `acc_${i}`,
  }))
  callers[7] = { organizationId: key.organizationId, keyId, accountId: key.owner.accountId }
  for (let made = 0; made < records; made += 10_000) {
    const calls = Array.from({ length: 10_000 }, (_, i) => {
      const failed = (made + i) % 200 < 20 ? { status: 502, errorCode: 'upstream_error' } : {}
      return { ...(callers[i % 20] as MadeCall), at: start + (made + i) * 1000, ...failed }
    })
    await makeUsage(app, calls)
  }
  await sql`analyze`.execute(app.testStore.store.db)
  seeing = {
    organizationId: key.organizationId,
    accountId: key.owner.accountId,
    can: new Set(rolePermissions.owner),
  }
}, 180_000)
afterAll(() => app.close())

/** How the database would answer, in its own words. */
async function planOf(query: { compile(): CompiledQuery }): Promise<string> {
  const { kind, db } = app.testStore.store
  const compiled = query.compile()
  const explain = kind === 'postgres' ? 'explain' : 'explain query plan'
  const { rows } = await db.executeQuery(
    CompiledQuery.raw(`${explain} ${compiled.sql}`, [...compiled.parameters]),
  )
  return rows.map((row) => JSON.stringify(row)).join('\n')
}

/** A page is read off an index, in its order: neither the table nor a whole organization is gone through. */
function expectIndex(plan: string, index: string): void {
  expect(plan).toContain(index)
  expect(plan).not.toMatch(/Seq Scan on usage_records|SCAN u/)
  // The page begins at its place: the bounds are those of the index, not a filter on what it gives.
  expect(plan).toMatch(/Index Cond: .*ROW\(.*>= ROW\(.*< ROW\(|SEARCH u .*request_id\)>\(.*request_id\)<\(/)
  expect(plan).not.toMatch(/Sort|TEMP B-TREE|Bitmap/)
}

const pageOf = (filters: UsageFilters) =>
  callsWithin(app.testStore.store.db, seeing, filters, idRange(filters), (filters.limit ?? 50) + 1)
/** The key of the table, as each database calls it. */
const primaryKey = () =>
  app.testStore.store.kind === 'postgres' ? 'usage_records_pkey' : 'sqlite_autoindex_usage_records_1'

test('100,000 records list a page through the key of the table, wherever it begins', async () => {
  const first = await pageOf({}).execute()
  expect(first).toHaveLength(51)
  const middle = Buffer.from(first.at(-1)?.request_id as string).toString('base64url')
  const time = (ago: number) => new Date(app.clock.now() - ago * 1000).toISOString()
  const lists: UsageFilters[] = [
    {},
    { limit: 200 },
    { cursor: middle },
    { from: time(records), to: time(records - 100) },
    { from: time(5000), cursor: middle },
    { model: 'sandbox-chat' },
    { key: keyId },
    { status: 'ok' },
  ]
  for (const filters of lists) expectIndex(await planOf(pageOf(filters)), primaryKey())
})

test('failed calls go by the index of errors', async () => {
  const errors = pageOf({ status: 'error' })
  expect(await errors.execute()).toHaveLength(51)
  expectIndex(await planOf(errors), 'usage_errors')
  // A status that few calls have, or none, is sought among the failed ones.
  expect(await planOf(pageOf({ status: '418' }))).toContain('usage_errors')
})

test('calls of one key or model are sought in the hours that have any, and all of them are found', async () => {
  const { store } = app.testStore
  const rare = { id: 'key_rare' }
  const hours = [3, 4, 9, 20].map((ago) => app.clock.now() - ago * 3_600_000)
  const made = await makeUsage(
    app,
    hours.map((at) => ({
      organizationId: seeing.organizationId,
      accountId: seeing.accountId,
      keyId: rare.id,
      model: 'rare-model',
      at,
    })),
  )
  const whole = { least: '', below: 'req_z' }
  for (const one of [
    { keyId: rare.id, model: null },
    { keyId: null, model: 'rare-model' },
  ])
    expect(await rangesOf(store.db, seeing.organizationId, one, whole)).toHaveLength(3)
  const found = async (filters: UsageFilters) =>
    (await listCalls({ store }, seeing, filters, { errors: false })).map((row) => row.request_id)
  expect(await found({ key: rare.id })).toEqual(made)
  expect(await found({ model: 'rare-model' })).toEqual(made)
  expect(await found({ model: 'rare-model', limit: 1 })).toEqual(made.slice(0, 2))
  expect(await found({ key: rare.id, status: 'error' })).toEqual([])
  expect(await found({ key: rare.id, to: new Date(hours[1] as number).toISOString() })).toEqual(made.slice(2))
  expect(await found({ key: keyId, model: 'rare-model' })).toEqual([])
})

test('calls of one member, and those that a member may see, are sought in the hours that have any', async () => {
  const { store } = app.testStore
  const accountId = 'acc_rare'
  const { organizationId } = seeing
  const hours = [5, 30].map((ago) => app.clock.now() - ago * 3_600_000)
  const made = await makeUsage(
    app,
    hours.map((at) => ({ organizationId, accountId, keyId: 'key_other', at })),
  )
  const own: Seeing = { organizationId, accountId, can: new Set(rolePermissions.member) }
  for (const [who, filters] of [
    [seeing, { account: accountId }],
    [own, {}],
  ] as const) {
    expect(await rangesToRead({ store }, who, filters)).toHaveLength(2)
    const found = await listCalls({ store }, who, filters, { errors: false })
    expect(found.map((row) => row.request_id)).toEqual(made)
  }
})
