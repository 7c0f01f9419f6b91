import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

const dayMs = 86_400_000
type List = {
  items: { id: string; organizations: number; avatarUrl: string | null }[]
  nextCursor: string | null
  total: number | null
}

let app: TestApp
let operator: MadeAccount
let old: MadeAccount
let recent: MadeAccount
let joinedMs: number
beforeAll(async () => {
  app = await testApp()
  old = await makeAccount(app)
  app.clock.advance(40 * dayMs)
  operator = await makeAccount(app, { operator: true })
  app.clock.advance(1000)
  recent = await makeAccount(app)
  await operator.browser.patch(`/admin/accounts/${recent.accountId}`, { disabled: true })
  const { db } = app.testStore.store
  const { created_at } = await db
    .selectFrom('accounts')
    .select('created_at')
    .where('id', '=', operator.accountId)
    .executeTakeFirstOrThrow()
  joinedMs = created_at
})
afterAll(() => app.close())

async function list(query: Record<string, string>): Promise<List> {
  const answer = await operator.browser.get<List>(`/admin/accounts?${new URLSearchParams(query)}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const idsOf = ({ items }: List) => items.map(({ id }) => id)
const at = (ms: number) => new Date(ms).toISOString()

test('groups are those who are enabled, those who are disabled, and the operators', async () => {
  expect(idsOf(await list({ group: 'enabled' }))).toEqual([operator.accountId, old.accountId])
  expect(idsOf(await list({ group: 'disabled' }))).toEqual([recent.accountId])
  expect(idsOf(await list({ group: 'operators' }))).toEqual([operator.accountId])
  expect((await operator.browser.get('/admin/accounts?group=admins')).status).toBe(400)
})

test('joining counts from its beginning until its end, which is no longer in it', async () => {
  expect(idsOf(await list({ joinedFrom: at(joinedMs) }))).toEqual([recent.accountId, operator.accountId])
  expect(idsOf(await list({ joinedTo: at(joinedMs) }))).toEqual([old.accountId])
  const both = await list({ joinedFrom: at(joinedMs), joinedTo: at(joinedMs + 1) })
  expect(idsOf(both)).toEqual([operator.accountId])
})

test('who was quiet is who did not sign in since, with those who never did', async () => {
  const since = at(app.clock.now() - 30 * dayMs)
  expect(idsOf(await list({ notSignedInSince: since }))).toEqual([old.accountId])
  expect(idsOf(await list({ signedInSince: since }))).toEqual([recent.accountId, operator.accountId])
  const { db } = app.testStore.store
  const set = (last_sign_in_at: number | null) =>
    db.updateTable('accounts').set({ last_sign_in_at }).where('id', '=', recent.accountId).execute()
  await set(null)
  expect(idsOf(await list({ notSignedInSince: since }))).toEqual([recent.accountId, old.accountId])
  await set(app.clock.now())
})

test('the first page says how many fit; filters and pages go together', async () => {
  const first = await list({ limit: '1', group: 'enabled' })
  expect(first.total).toBe(2)
  expect(idsOf(first)).toEqual([operator.accountId])
  const second = await list({ limit: '1', group: 'enabled', cursor: first.nextCursor ?? '' })
  expect([second.total, idsOf(second), second.nextCursor]).toEqual([null, [old.accountId], null])
  expect((await list({ q: old.username })).total).toBe(1)
  expect((await list({ q: '%' })).total).toBe(0)
})

test('a row counts the organizations and names the picture', async () => {
  await makeOrganization(app, operator)
  const [row] = (await list({ q: operator.accountId })).items
  expect(row).toMatchObject({ organizations: 2, avatarUrl: null })
})
