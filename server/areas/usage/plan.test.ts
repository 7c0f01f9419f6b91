import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rolePermissions } from '../../../contract/roles.ts'
import { type MadeCall, makeKey, makeUsage, type TestApp, testApp } from '../../testing/index.ts'
import { pageOfCalls, type Seeing, type UsageFilters } from './calls.ts'

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

test('100,000 records list a page through the index, wherever it begins', async () => {
  const { db } = app.testStore.store
  const first = await pageOfCalls(db, seeing, {}).execute()
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
    { status: 'ok' },
  ]
  for (const filters of lists)
    expectIndex(await planOf(pageOfCalls(db, seeing, filters)), 'usage_organization')
})

test('the calls of one key go by the index of keys, failed ones by the index of errors', async () => {
  const { db } = app.testStore.store
  const ofKey = pageOfCalls(db, seeing, { status: '200' }, keyId)
  expect(await ofKey.execute()).toHaveLength(51)
  expectIndex(await planOf(ofKey), 'usage_key')
  const errors = pageOfCalls(db, seeing, { status: 'error' })
  expect(await errors.execute()).toHaveLength(51)
  expectIndex(await planOf(errors), 'usage_errors')
})
