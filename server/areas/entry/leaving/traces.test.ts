import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dump } from '../../../testing/canaries.ts'
import { type MadeAccount, makeAccount, type TestApp, testApp } from '../../../testing/index.ts'
import { makeLife } from '../../../testing/make-life.ts'
import { check } from '../../money/index.ts'

let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

/** Where any of the texts stands, letter case aside: in every row of every table that the database itself names. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const [table, text] of await dump(app.testStore.store)) {
    const held = texts.filter((one) => text.toLowerCase().includes(one.toLowerCase()))
    if (held.length > 0) found.push(`${table}: ${held.join(', ')}`)
  }
  return found.sort()
}
/** The same in every byte of every file of the data directory. */
function filesWith(texts: readonly string[]): string[] {
  const { dataDir } = app.testStore
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dataDir, name))
    .filter((path) => statSync(path).isFile())
    .filter((path) => {
      const bytes = readFileSync(path).toString('latin1').toLowerCase()
      return texts.some((one) => bytes.includes(one.toLowerCase()))
    })
}
const moneyFindings = async () => {
  const report = await app.testStore.store.snapshot((tx) => check(tx, app.clock.now()))
  return report.findings
}

test('rule 47: of a deleted person no row of any table and no byte of the data directory holds id, username or address', async () => {
  const life = await makeLife(app, operator, 'Zebulon.Quirk')
  const bystander = await makeLife(app, operator, 'melisande-brook')
  const texts = [life.accountId, 'zebulon', life.organizationId, life.alone.id]
  // The scan sees what is to be found: most tables that there are.
  expect((await tablesWith(texts)).length).toBeGreaterThan(30)
  expect(await moneyFindings()).toEqual([])
  const before = await app.testStore.store.db
    .selectFrom('usage_records')
    .select(['request_id', 'cost_nanos'])
    .where('organization_id', '=', life.shared.id)
    .orderBy('request_id')
    .execute()

  const deleted = await life.browser.request('DELETE', '/me', { username: 'zebulon.QUIRK ' })
  expect(deleted.status, deleted.text).toBe(200)
  expect(deleted.body).toEqual({ state: 'gone', until: null })

  expect(await tablesWith(texts)).toEqual([])
  expect(filesWith(texts)).toEqual([])
  expect(await moneyFindings()).toEqual([])
  // What an organization of others did stays, with what it cost.
  const after = await app.testStore.store.db
    .selectFrom('usage_records')
    .select(['request_id', 'cost_nanos'])
    .where('organization_id', '=', life.shared.id)
    .orderBy('request_id')
    .execute()
  expect(after).toEqual(before)
  // Others keep everything.
  expect((await tablesWith([bystander.accountId])).length).toBeGreaterThan(20)
  expect((await bystander.browser.get('/me')).status).toBe(200)
  const again = { username: 'zebulon.quirk', email: 'new@example.com', password: 'some quiet harbour 77' }
  const taken = await app.browser().post('/auth/sign-up', again)
  expect(taken.body.code).toBe('username_taken')
  const slug = { name: 'Again', slug: 'zebulon-quirk' }
  expect((await bystander.browser.post('/orgs', slug)).body.code).toBe('slug_taken')
})

test('rule 47: a table that was forgotten is found by the scan', async () => {
  const { db } = app.testStore.store
  const left = { bucket: 'left:Zebulon.Quirk', window_start: 0, used: 1 }
  await db.insertInto('throttles').values(left).execute()
  expect(await tablesWith(['zebulon'])).toEqual(['throttles: zebulon'])
  await db.deleteFrom('throttles').where('bucket', '=', left.bucket).execute()
})
