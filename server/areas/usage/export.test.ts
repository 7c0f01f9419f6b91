import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../testing/browser.ts'
import {
  addMember,
  makeAccount,
  makeKey,
  makeOrganization,
  makeUsage,
  type TestApp,
  testApp,
} from '../../testing/index.ts'
import { callPages, csvColumns } from './export.ts'

type List = { items: Row[]; nextCursor: string | null }
type Row = Record<string, unknown> & { id: string }

const hourMs = 3_600_000

let app: TestApp
let port: number
beforeAll(async () => {
  app = await testApp()
  await app.fastify.listen({ port: 0, host: '127.0.0.1' })
  port = (app.fastify.server.address() as AddressInfo).port
})
afterAll(() => app.close())

async function caller(name = 'the key') {
  const key = await makeKey(app, { body: { name } })
  const call = { organizationId: key.organizationId, keyId: key.id, accountId: key.owner.accountId }
  return { ...key, call }
}
type Person = Awaited<ReturnType<typeof caller>>['owner']

/** A file over a real connection: headers, body and trailers as they came. */
async function download(person: Person, path: string, { method = 'GET' } = {}) {
  const answer = await beginDownload(person, path, method)
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return { answer, text: Buffer.concat(chunks).toString('utf8') }
}

/** The same without reading any of it. */
async function beginDownload(person: Person, path: string, method = 'GET'): Promise<IncomingMessage> {
  const cookie = [...person.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const options = { port, host: '127.0.0.1', path: `/api/v1${path}`, headers: { cookie }, method }
  const [answer] = (await once(httpRequest(options).end(), 'response')) as [IncomingMessage]
  return answer
}

const jsonl = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
/** First cells of the lines below the heading. */
const csvIds = (text: string) =>
  text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[0])

/** All pages of the list with the same filters. */
async function listed(person: Person, slug: string, query: string, path = 'usage'): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const asked: string = `/orgs/${slug}/${path}?limit=3${query}${cursor === null ? '' : `&cursor=${cursor}`}`
    const answer: Answer<List> = await person.browser.get<List>(asked)
    expect(answer.status).toBe(200)
    rows.push(...answer.body.items)
    cursor = answer.body.nextCursor
  } while (cursor !== null)
  return rows
}

describe('a file of calls', () => {
  test('holds what the list shows, for every filter, in both formats', async () => {
    const { call, owner, slug } = await caller()
    const other = await makeKey(app, { owner })
    const at = app.clock.now()
    const ids = await makeUsage(app, [
      { ...call, at: at - 30 * hourMs },
      { ...call, at: at - 3 * hourMs, ip: '203.0.113.0', firstTokenMs: 5 },
      { ...call, at: at - 2 * hourMs, model: 'b/model:1' },
      { ...call, at: at - hourMs, keyId: other.id },
      { ...call, at: at - 40, keyId: 'playground' },
      { ...call, at: at - 30, status: 402, errorCode: 'insufficient_quota' },
      { ...call, at: at - 20, errorCode: 'upstream_error' },
      { ...call, at: at - 10, status: 499, errorCode: 'client_closed' },
    ])
    const time = (ms: number) => encodeURIComponent(new Date(at - ms).toISOString())
    const queries = [
      '',
      `&from=${time(3 * hourMs)}`,
      `&to=${time(hourMs)}`,
      `&from=${time(4 * hourMs)}&to=${time(hourMs)}`,
      '&model=b%2Fmodel%3A1',
      `&key=${other.id}`,
      '&key=playground',
      `&key=${other.id}&model=b%2Fmodel%3A1`,
      `&account=${call.accountId}`,
      '&account=acc_nobody',
      '&status=402',
      '&status=ok',
      '&status=error',
      `&requestId=${ids[2]}`,
      '&model=a%00b',
      '&key=%27',
    ]
    for (const query of queries) {
      for (const [only, list] of [
        ['', 'usage'],
        ['&only=errors', 'errors'],
      ] as const) {
        const expected = await listed(owner, slug, query, list)
        const asked = `?${`${query}${only}`.slice(1)}`
        const lines = await download(owner, `/orgs/${slug}/usage.jsonl${asked}`)
        expect(lines.answer.statusCode, query).toBe(200)
        expect(jsonl(lines.text), query).toEqual(expected)
        expect(lines.answer.trailers['x-portico-rows']).toBe(String(expected.length))
        const csv = await download(owner, `/orgs/${slug}/usage.csv${asked}`)
        expect(csvIds(csv.text), query).toEqual(expected.map(({ id }) => id))
      }
    }
    expect((await listed(owner, slug, '')).length).toBe(8)
    for (const query of ['status=bad', 'from=yesterday', 'limit=5', 'cursor=x', 'only=ok'])
      expect((await download(owner, `/orgs/${slug}/usage.csv?${query}`)).answer.statusCode, query).toBe(400)
  })

  test('says what it is, and about how many rows come', async () => {
    const { call, owner, slug, id } = await caller()
    const at = app.clock.now()
    await makeUsage(app, [
      { ...call, at: at - 5 * hourMs },
      { ...call, at },
      { ...call, at, model: 'm', status: 429, errorCode: 'rate_limit_exceeded' },
    ])
    const estimate = async (query: string) =>
      (await download(owner, `/orgs/${slug}/usage.jsonl?${query}`)).answer.headers['x-portico-rows-estimate']
    expect(await estimate('')).toBe('3')
    expect(await estimate('only=errors')).toBe('1')
    expect(await estimate('status=ok')).toBe('2')
    expect(await estimate('model=m')).toBe('1')
    expect(await estimate(`key=${id}&from=${new Date(at - 2 * hourMs).toISOString()}`)).toBe('2')
    expect(await estimate('status=429')).toBeUndefined()
    const { answer } = await download(owner, `/orgs/${slug}/usage.csv`)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const day = new Date(app.clock.now()).toISOString().slice(0, 10)
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${slug}-usage-${day}.csv"`)
    const head = await download(owner, `/orgs/${slug}/usage.csv`, { method: 'HEAD' })
    expect(head).toMatchObject({ answer: { statusCode: 200 }, text: '' })
  })

  test('no name that somebody chose is a formula for a spreadsheet, and none breaks a line', async () => {
    const { call, owner, slug } = await caller('=HYPERLINK("http://example.com","x")')
    await makeUsage(app, [{ ...call, model: '@SUM(1+1),"\r\n=2' }])
    const { text } = await download(owner, `/orgs/${slug}/usage.csv`)
    expect(text.startsWith('\ufeffid,at,model,')).toBe(true)
    const lines = text.split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain(`,"'@SUM(1+1),""  =2",`)
    expect(lines[1]).toContain(`,"'=HYPERLINK(""http://example.com"",""x"")",`)
  })

  test.each(['en', 'zh'])('its columns are those of the guide (%s), in that order', (language) => {
    const page = new URL(`../../../docs/guide/${language}/exports.md`, import.meta.url)
    const guide = readFileSync(page, 'utf8')
    const documented = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(documented).toEqual(csvColumns.map(([name]) => name))
  })
})

describe('who may', () => {
  test('a member without usage:read gets the calls of their own keys only; strangers get nothing', async () => {
    const organization = await makeOrganization(app)
    const [member, billing] = [await makeAccount(app), await makeAccount(app)]
    await addMember(app, organization, member, 'member')
    await addMember(app, organization, billing, 'billing')
    const ofOwner = await makeKey(app, { owner: organization.owner, organization })
    const ofMember = await makeKey(app, { owner: member, organization })
    const [foreign, own] = await makeUsage(
      app,
      [ofOwner, ofMember].map((key) => ({
        organizationId: organization.id,
        keyId: key.id,
        accountId: key.owner.accountId,
      })),
    )
    const ids = async (person: Person, query = '') => {
      const { answer, text } = await download(person, `/orgs/${organization.slug}/usage.jsonl${query}`)
      return { rows: jsonl(text).map(({ id }) => id), estimate: answer.headers['x-portico-rows-estimate'] }
    }
    for (const person of [organization.owner, billing])
      expect(await ids(person)).toEqual({ rows: [own, foreign].sort().reverse(), estimate: '2' })
    expect(await ids(member)).toEqual({ rows: [own], estimate: '1' })
    expect((await ids(member, `?key=${ofOwner.id}`)).rows).toEqual([])
    expect((await ids(member, `?requestId=${foreign}`)).rows).toEqual([])
    const stranger = await makeAccount(app)
    for (const path of ['usage.csv', 'usage.jsonl'])
      expect((await stranger.browser.get(`/orgs/${organization.slug}/${path}`)).status).toBe(404)
  })
})

describe('of any size', () => {
  test('20,000 rows come whole, page by page: no more of them is read than the client takes', async () => {
    const { call, owner, slug, organizationId } = await caller()
    const at = app.clock.now()
    const ids = await makeUsage(
      app,
      Array.from({ length: 20_000 }, (_, index) => ({ ...call, at: at - index * 1000 })),
    )
    const whole = await download(owner, `/orgs/${slug}/usage.jsonl`)
    expect(whole.answer.trailers['x-portico-rows']).toBe('20000')
    expect(jsonl(whole.text).map(({ id }) => id)).toEqual([...ids].sort().reverse())

    const seeing = { organizationId, accountId: owner.accountId, can: new Set(['usage:read'] as const) }
    const asked = { seeing, filters: {}, errors: false }
    for await (const page of callPages(app.deps, asked)) expect(page.length).toBeLessThanOrEqual(500)

    // Who takes nothing stops the reading, and who goes away ends it. Twice what kernels keep of a connection (up to 36 MB
    // with Linux's usual limits), so that a file that fits into their buffers is never taken for one that was read on.
    const wide = await caller('wide')
    await makeUsage(
      app,
      Array.from({ length: 9_000 }, (_, index) => ({
        ...wide.call,
        model: 'm'.repeat(8_000),
        at: at - index * 1000,
      })),
    )
    const idle = await beginDownload(wide.owner, `/orgs/${wide.slug}/usage.jsonl`)
    const logged = () =>
      app.log.lines.filter((line) => line.includes('calls exported') && line.includes(wide.owner.accountId))
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(logged()).toEqual([])
    idle.destroy()
    await expect.poll(() => logged().length, { timeout: 10_000 }).toBe(1)
    const told = /"rows":(\d+),"whole":(\w+)/.exec(logged()[0] ?? '')
    expect(told?.[2]).toBe('false')
    expect(Number(told?.[1])).toBeLessThan(9_000)
  })
})
