import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { operatorEvents } from './audit-log.ts'

type Event = {
  id: string
  at: string
  act: string
  target: string | null
  targetName: string | null
  by: { username: string } | null
  organization: { name: string } | null
  details: Record<string, unknown>
}

let app: TestApp
let olivia: MadeAccount
beforeAll(async () => {
  app = await testApp()
  olivia = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

const list = async (query = '') =>
  (await olivia.browser.get<{ items: Event[]; nextCursor: string | null }>(`/admin/audit${query}`)).body
const acts = async (query = '') => (await list(query)).items.map(({ act }) => act)

test('rule 46: what an operator did to whom is in their log, newest first; what people do themselves is not', async () => {
  const ada = await makeAccount(app)
  await ada.browser.patch('/me', { nickname: 'Ada' })
  await olivia.browser.patch('/admin/settings', { passkeys: true })
  await olivia.browser.patch(`/admin/accounts/${ada.accountId}`, { disabled: true })
  await olivia.browser.post(`/admin/organizations/${ada.username}/credits`, { amountUsd: '5', note: 'hello' })
  const { items } = await list()
  expect(items.map(({ act }) => act)).toEqual(['wallet.credited', 'account.disabled', 'settings.updated'])
  for (const { by } of items) expect(by?.username).toBe(olivia.username)
  expect(items[0]).toMatchObject({ organization: { name: expect.any(String) } })
  expect(items[1]).toMatchObject({ target: ada.accountId, targetName: ada.username })
  expect(items[2]).toMatchObject({ details: { passkeys: { from: false, to: true } } })
  // Not the line that is in Ada's own log.
  expect(await acts('?area=account')).toEqual(['account.disabled'])
  expect(await acts(`?target=${ada.accountId}`)).toEqual(['account.disabled'])
  expect(await acts(`?account=${ada.accountId}`)).toEqual([])
  expect(await acts('?area=wallet')).toEqual(['wallet.credited'])
})

test('page by page, and by time', async () => {
  const first = await list('?limit=2')
  expect(first.items).toHaveLength(2)
  const second = await list(`?limit=2&cursor=${first.nextCursor}`)
  expect(second.items.map(({ act }) => act)).toEqual(['settings.updated'])
  expect(second.nextCursor).toBeNull()
  const at = (offset: number) => encodeURIComponent(new Date(app.clock.now() + offset).toISOString())
  expect(await acts(`?from=${at(1000)}`)).toEqual([])
  expect(await acts(`?from=${at(-60_000)}&to=${at(60_000)}`)).toHaveLength(3)
  expect((await olivia.browser.get('/admin/audit?area=everything')).status).toBe(400)
  expect((await olivia.browser.get('/admin/audit?target=%00')).status).toBeLessThan(500)
})

test('is found by its index, however many sign-ins there are', async () => {
  if (app.testStore.store.kind !== 'sqlite') return
  const newest = operatorEvents(app.testStore).orderBy('e.id', 'desc').limit(3)
  const plan = await newest.explain(undefined, sql`query plan`)
  expect(JSON.stringify(plan)).toContain('audit_operator')
})
