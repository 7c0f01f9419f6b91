import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeAccount,
  makeAccount,
  makeKey,
  makeUsage,
  type TestApp,
  testApp,
  testStoreKind,
} from '../../testing/index.ts'
import { check, readMeter, walletId } from '../money/index.ts'

type Entry = Record<string, unknown> & { id: string; balanceUsd: string }
type Listed = { items: (Record<string, unknown> & { id: string })[]; nextCursor: string | null }

let app: TestApp
let operator: MadeAccount
let person: MadeAccount
beforeAll(async () => {
  app = await testApp({ PORTICO_STARTING_CREDIT_USD: '0' })
  operator = await makeAccount(app, { operator: true })
  person = await makeAccount(app)
})
afterAll(() => app.close())

const credit = (of: { slug: string }, body: object, headers = {}) =>
  operator.browser.post<Entry>(`/admin/organizations/${of.slug}/credits`, body, headers)
const refund = (of: { slug: string }, requestId: string) =>
  operator.browser.post<Entry>(`/admin/organizations/${of.slug}/refunds`, { requestId, note: 'sorry' })
const balance = async (of: MadeAccount): Promise<bigint> => {
  const meter = await readMeter(app.testStore.store.db, walletId(of.organizationId))
  return (meter?.cap ?? 0n) - (meter?.spent ?? 0n)
}

/** One call that cost 100 nano-dollars. */
async function madeCall(bucketNanos = 100n): Promise<{ owner: MadeAccount; requestId: string }> {
  const key = await makeKey(app)
  const [requestId = ''] = await makeUsage(app, [
    {
      ...{ organizationId: key.organizationId, keyId: key.id, accountId: key.owner.accountId },
      buckets: [{ name: 'input', quantity: bucketNanos, ratePicos: 1000n }],
    },
  ])
  return { owner: key.owner, requestId }
}

describe('credits', () => {
  test('raise the balance, and a negative amount with a note lowers it', async () => {
    const given = await credit(person, { amountUsd: '5.000000001', note: 'hello' })
    expect(given.status, given.text).toBe(201)
    expect(given.body).toMatchObject({
      ...{ kind: 'credit', amountUsd: '5.000000001', balanceUsd: '5.000000001', note: 'hello', calls: null },
    })
    const taken = await credit({ slug: person.organizationId }, { amountUsd: '-2', note: 'a mistake' })
    expect(taken.body).toMatchObject({
      ...{ kind: 'adjustment', amountUsd: '-2.000000000', balanceUsd: '3.000000001' },
    })
    expect(await balance(person)).toBe(3_000_000_001n)
    // Its owners see who did it.
    const { body } = await person.browser.get<Listed>(`/orgs/${person.slug}/audit`)
    expect(body.items.slice(0, 2)).toMatchObject([
      { act: 'wallet.adjusted', accountId: operator.accountId, target: taken.body.id },
      { act: 'wallet.credited', details: { amountNanos: '5000000001', note: 'hello' } },
    ])
  })

  test('∥20 with one Idempotency-Key credit once', async () => {
    const before = await balance(person)
    const key = { 'idempotency-key': 'the same' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => credit(person, { amountUsd: '1' }, key)),
    )
    expect(await balance(person)).toBe(before + 1_000_000_000n)
    expect(new Set(answers.map(({ status }) => status)).difference(new Set([201, 409])).size).toBe(0)
    const again = await credit(person, { amountUsd: '1' }, key)
    expect(again.status).toBe(201)
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
    expect(new Set([...ids, again.body.id]).size).toBe(1)
    expect(await balance(person)).toBe(before + 1_000_000_000n)
    expect((await credit(person, { amountUsd: '2' }, key)).body.code).toBe('idempotency_key_reused')
  })

  test('∥20 without one all count', async () => {
    const before = await balance(person)
    await Promise.all(Array.from({ length: 20 }, () => credit(person, { amountUsd: '0.000000001' })))
    expect(await balance(person)).toBe(before + 20n)
  })

  test.each([
    [{ amountUsd: '0' }, 'amountUsd'],
    [{ amountUsd: '-0.0' }, 'amountUsd'],
    [{ amountUsd: '-1' }, 'note'],
    [{ amountUsd: '-1', note: '  \n' }, 'note'],
    [{ amountUsd: '0.0000000001' }, 'amountUsd'],
    [{ amountUsd: '1e3' }, 'amountUsd'],
    [{ amountUsd: '9999999999' }, 'amountUsd'],
  ])('%j is refused with its path', async (body, path) => {
    const answer = await credit(person, body)
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path }] })
  })

  test('never fill a wallet beyond what it can hold', async () => {
    const rich = await makeAccount(app)
    const most = { amountUsd: '999999999' }
    expect((await credit(rich, most)).status).toBe(201)
    expect((await credit(rich, most)).status).toBe(201)
    expect((await credit(rich, most)).body).toMatchObject({ status: 400, errors: [{ path: 'amountUsd' }] })
    expect(await balance(rich)).toBe(2n * 999_999_999_000_000_000n)
  })

  test('∥20 never fill a wallet beyond what it can hold either', async () => {
    const rich = await makeAccount(app)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => credit(rich, { amountUsd: '999999999' })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, ...Array(18).fill(400)])
    expect(await balance(rich)).toBe(2n * 999_999_999_000_000_000n)
  })

  test('a cursor that is no line of the ledger is refused', async () => {
    for (const key of ['null', '99999999999999999999999:x', '12:x', ':', '000000000000001:é']) {
      const cursor = Buffer.from(key).toString('base64url')
      const answer = await person.browser.get(`/orgs/${person.slug}/ledger?cursor=${cursor}`)
      expect(answer.body, key).toMatchObject({ status: 400, code: 'invalid_cursor' })
    }
  })

  test.runIf(testStoreKind() === 'sqlite')(
    'one whose answer could not be kept is not given twice by a retry with its Idempotency-Key',
    async () => {
      const { db } = app.testStore.store
      const key = { 'idempotency-key': 'kept badly' }
      const before = await balance(person)
      await sql`create trigger no_keeping before update on idempotency_keys begin select raise(abort, 'full'); end`.execute(
        db,
      )
      expect((await credit(person, { amountUsd: '1' }, key)).status).toBe(500)
      await sql`drop trigger no_keeping`.execute(db)
      expect((await credit(person, { amountUsd: '1' }, key)).body.code).toBe('idempotency_key_in_use')
      expect(await balance(person)).toBe(before + 1_000_000_000n)
      const back = await credit(person, { amountUsd: '-1', note: 'as it was' })
      expect(back.status).toBe(201)
    },
  )

  test('for an organization that there is not are 404', async () => {
    for (const slug of ['nobody-here', 'org_01', '%00', person.slug.toUpperCase()])
      expect((await credit({ slug }, { amountUsd: '1' })).status).toBe(404)
  })
})

describe('refunds', () => {
  test('promise 5: ∥20 give back what a call cost, once', async () => {
    const { owner, requestId } = await madeCall()
    const before = await balance(owner)
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund(owner, requestId)))
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...Array.from({ length: 19 }, () => 409),
    ])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already_refunded')
    expect(answers.find(({ status }) => status === 201)?.body).toMatchObject({
      ...{ kind: 'refund', amountUsd: '0.000000100', ref: requestId, note: 'sorry' },
    })
    expect(await balance(owner)).toBe(before + 100n)
    const events = await app.testStore.store.db
      .selectFrom('audit_events')
      .select('id')
      .where('act', '=', 'call.refunded')
      .where('organization_id', '=', owner.organizationId)
      .execute()
    expect(events.length).toBe(1)
  })

  test("of another organization's call, or of none, are 404", async () => {
    const { requestId } = await madeCall()
    for (const id of [requestId, 'req_unknown', '', '\0', "' or 1=1 --"])
      expect((await refund(person, id)).body).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('of a call that cost nothing say so', async () => {
    const { owner, requestId } = await madeCall(0n)
    expect((await refund(owner, requestId)).body).toMatchObject({ status: 409, code: 'nothing_to_refund' })
  })

  test('promise 2: the books balance after all of this', async () => {
    const report = await check(app.testStore.store.reads, app.clock.now())
    expect(report.findings).toEqual([])
  })
})

describe('organizations', () => {
  const list = async (query: string) =>
    (await operator.browser.get<Listed>(`/admin/organizations?${query}`)).body

  test('come with balance and members, newest first, in pages', async () => {
    const { items } = await list('limit=200')
    const ids = items.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted().toReversed())
    expect(items.find(({ id }) => id === person.organizationId)).toMatchObject({
      ...{ slug: person.slug, personal: true, members: 1, heldUsd: '0.000000000' },
      balanceUsd: '4.000000021',
    })
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: Listed = await list(`limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(paged).toEqual(ids)
  })

  test('are found by slug, id or name, letter case aside; rule 45: search text is text', async () => {
    const make = (slug: string, name: string) => person.browser.post<{ id: string }>('/orgs', { slug, name })
    const wide = (await make('wide-search', '100% Élan_Vital')).body.id
    for (const q of ['wide-', 'WIDE-SEARCH', '100%', 'Élan', 'n_V', wide])
      expect((await list(`q=${encodeURIComponent(q)}`)).items.map(({ id }) => id)).toEqual([wide])
    for (const q of [
      '%%',
      '_____________________________',
      "'",
      '\\',
      '\0',
      'x'.repeat(10_000),
      '模'.repeat(19_000),
    ])
      expect((await list(`q=${encodeURIComponent(q)}`)).items).toEqual([])
  })
})
