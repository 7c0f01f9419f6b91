import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../../../../testing/canaries.ts'
import {
  type MadeAccount,
  makeAccount,
  makeKey,
  makeToken,
  makeUsage,
  type TestApp,
  testApp,
} from '../../../../testing/index.ts'
import { makeLife } from '../../../../testing/make-life.ts'
import { makeExports, sweepExports } from './make-export.ts'

const dayMs = 86_400_000
let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(() => app.close())

type View = {
  id: string
  state: string
  done: number
  whole: number
  bytes: number
  expiresAt: string | null
}
const ask = ({ browser }: MadeAccount) => browser.post<View & { code?: string }>('/me/export')
const list = async ({ browser }: MadeAccount) =>
  (await browser.get<{ items: View[] }>('/me/export')).body.items
/** Asks, and waits until it is made. */
async function made(person: MadeAccount): Promise<View> {
  const asked = await ask(person)
  expect(asked.status, asked.text).toBe(201)
  await app.services.leaver.work()
  return (await list(person)).find(({ id }) => id === asked.body.id) as View
}
async function download({ browser }: MadeAccount, { id }: { id: string }) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await app.fastify.inject({ url: `/api/v1/me/export/${id}/archive`, headers: { cookie } })
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
}
async function filesOf(person: MadeAccount, view: { id: string }): Promise<Record<string, string>> {
  const { status, bytes } = await download(person, view)
  expect(status).toBe(200)
  const files = Object.entries(unzipSync(bytes))
  return Object.fromEntries(files.map(([name, content]) => [name, Buffer.from(content).toString('utf8')]))
}

describe('an archive of everything about a person', () => {
  test('holds what is theirs as JSON and CSV, all pages of it, and nothing of others', async () => {
    const ada = await makeAccount(app)
    const key = await makeKey(app, { owner: ada, body: { remark: '=1+1' } })
    const calls = Array.from({ length: 1200 }, () => ({ ...ada, keyId: key.id }))
    const ids = await makeUsage(app, calls)
    await makeUsage(app, [{ ...ada, accountId: operator.accountId, keyId: 'key_other' }])
    const view = await made(ada)
    expect(view).toMatchObject({ state: 'ready', done: view.whole })
    expect(Date.parse(view.expiresAt as string)).toBeGreaterThan(app.clock.now() + 6 * dayMs)
    const { headers, bytes } = await download(ada, view)
    expect(headers).toMatchObject({ 'content-type': 'application/zip', 'content-length': String(view.bytes) })
    expect(bytes).toHaveLength(view.bytes)
    const files = await filesOf(ada, view)
    expect(JSON.parse(files['profile.json'] as string)).toMatchObject({
      id: ada.accountId,
      username: ada.username,
    })
    const usage = JSON.parse(files['usage.json'] as string) as { id: string }[]
    expect(usage.map(({ id }) => id).sort()).toEqual([...ids].sort())
    expect(files['usage.csv']?.split('\r\n')).toHaveLength(1202)
    expect(files['api-keys.csv']).toContain(",'=1+1,")
    expect(JSON.parse(files['ledger.json'] as string)).toMatchObject([{ amountUsd: '1.000000000' }])
    expect(JSON.parse(files['security-log.json'] as string)[0]).toMatchObject({ act: 'account.signed_up' })
    expect(Object.values(files).join()).not.toContain(operator.accountId)
    for (const [name, text] of Object.entries(files))
      if (name.endsWith('.json')) expect(() => JSON.parse(text), name).not.toThrow()
  })

  test('promise 7: it holds no secret, no digest and no hash, of a person who has about everything', async () => {
    const life = await makeLife(app, operator, 'zacharias')
    const bystander = await makeAccount(app)
    const files = await filesOf(life, await made(life))
    const text = Object.values(files).join('\n')
    expect(app.canaries.in(text)).toEqual([])
    // Passwords and sessions of everybody, whatever their columns are called.
    for (const [table, rows] of await dump(app.testStore.store))
      for (const row of JSON.parse(rows) as Record<string, unknown>[])
        for (const column of [
          'digest',
          'hash',
          'sealed',
          'secret',
          'public_key',
          'recovery_hashes',
          'selector',
        ])
          if (String(row[column] ?? '').length > 12)
            expect(text.includes(String(row[column])), `${table}.${column}`).toBe(false)
    for (const other of [bystander.username, life.shared.owner.username, operator.email])
      expect(text).not.toContain(other)
    expect(text).toContain(life.email)
  })

  test('rules 12 and 14: it needs a fresh proof, for asking and for downloading, and never comes by a token', async () => {
    const ada = await makeAccount(app)
    const view = await made(ada)
    const token = await makeToken(app, { owner: ada })
    expect((await app.browser().post('/me/export', {}, token.headers)).body.code).toBe('access_token_refused')
    app.clock.advance(11 * 60_000)
    expect((await ask(ada)).body.code).toBe('confirmation_required')
    expect((await download(ada, view)).status).toBe(403)
    await ada.browser.post('/auth/confirm', { password: ada.password })
    expect((await download(ada, view)).status).toBe(200)
  })

  test('rule 41: an archive is its person’s alone', async () => {
    const [ada, grace] = [await makeAccount(app), await makeAccount(app)]
    const view = await made(ada)
    expect((await download(grace, view)).status).toBe(404)
    await operator.browser.post('/auth/sign-in', { username: operator.username, password: operator.password })
    expect((await download(operator, view)).status).toBe(404)
    expect(await list(grace)).toEqual([])
  })

  test('one at a time, also of 20 at once; the last 3 are kept', async () => {
    const ada = await makeAccount(app)
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(ada)))
    const asked = answers.filter(({ status }) => status === 201)
    expect(asked.length).toBeGreaterThanOrEqual(1)
    for (const { status, body } of answers)
      if (status !== 201) expect(['export_running', 'too_many_requests']).toContain(body.code)
    await app.services.leaver.work()
    const grace = await makeAccount(app)
    const row = { account_id: grace.accountId, state: 'asked', created_at: app.clock.now() }
    const nothing = {
      lease: 'x',
      leased_until: app.clock.now() + dayMs,
      reason: null,
      ended_at: null,
      expires_at: null,
    }
    const insert = (n: number) =>
      app.testStore.store.db
        .insertInto('exports')
        .values({ id: `exp_race_${n}`, ...row, ...nothing })
        .execute()
    const raced = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => insert(n)))
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await ask(grace)).body.code).toBe('export_running')
    const linus = await makeAccount(app)
    const ids: string[] = []
    for (let n = 0; n < 4; n += 1) ids.unshift((await made(linus)).id)
    expect((await list(linus)).map(({ id }) => id)).toEqual(ids.slice(0, 3))
    const left = app.testStore.store.db
      .selectFrom('export_parts')
      .select('seq')
      .where('export_id', '=', ids[3] as string)
    expect(await left.execute()).toEqual([])
  })

  test('after seven days it is gone, by the clock and then from the database', async () => {
    const ada = await makeAccount(app)
    const view = await made(ada)
    app.clock.advance(7 * dayMs + 1000)
    await ada.browser.post('/auth/sign-in', { username: ada.username, password: ada.password })
    expect((await download(ada, view)).status).toBe(404)
    await sweepExports(app.deps)
    expect((await list(ada))[0]).toMatchObject({ state: 'expired' })
    const left = app.testStore.store.db
      .selectFrom('export_parts')
      .select('seq')
      .where('export_id', '=', view.id)
    expect(await left.execute()).toEqual([])
  })

  test('what a node left half done another one makes anew; what fails each time is given up', async () => {
    const { db } = app.testStore.store
    const [ada, grace] = [await makeAccount(app), await makeAccount(app)]
    const now = app.clock.now()
    const left = { state: 'running', lease: 'dead', leased_until: now - 1, created_at: now, reason: null }
    const open = { ended_at: null, expires_at: null }
    await db
      .insertInto('exports')
      .values([
        { id: 'exp_half', account_id: ada.accountId, attempts: 1, ...left, ...open },
        { id: 'exp_often', account_id: grace.accountId, attempts: 3, ...left, ...open },
      ])
      .execute()
    await db.insertInto('export_parts').values({ export_id: 'exp_half', seq: 0, content: 'half' }).execute()
    await Promise.all([makeExports(app.deps), makeExports(app.deps)])
    expect(await list(ada)).toMatchObject([{ state: 'ready' }])
    expect(Object.keys(await filesOf(ada, { id: 'exp_half' }))).toContain('profile.json')
    expect(await list(grace)).toMatchObject([{ state: 'failed' }])
  })

  test('a proven address gets a mail when it is ready', async () => {
    const ada = await makeAccount(app)
    await operator.browser.post('/auth/sign-in', { username: operator.username, password: operator.password })
    await operator.browser.patch(`/admin/accounts/${ada.accountId}`, { emailVerified: true })
    await made(ada)
    const mails = app.testStore.store.db
      .selectFrom('mails')
      .select('kind')
      .where('account_id', '=', ada.accountId)
    expect(await mails.where('kind', '=', 'export_ready').execute()).toHaveLength(1)
  })
})
