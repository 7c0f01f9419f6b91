import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeAccount,
  type MailServer,
  makeAccount,
  makeToken,
  startMailServer,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

type Email = { id: string; address: string; primary: boolean; verifiedAt: string | null }

let smtp: MailServer
let app: TestApp
beforeAll(async () => {
  smtp = await startMailServer()
  app = await testApp({ PORTICO_SMTP_URL: smtp.url })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

let count = 0
const fresh = (): string => {
  count += 1
  return `box${count}-${Date.now()}@example.com`
}
const work = () => app.services.mailer.work()
async function tokenTo(email: string): Promise<string> {
  await work()
  return smtp.last(email).link.split('#')[1] as string
}
const verify = (token: string) =>
  app.browser().post<{ code?: string; email?: string }>('/auth/email/verify', { token })
const list = async ({ browser }: MadeAccount): Promise<Email[]> =>
  (await browser.get<{ items: Email[] }>('/me/emails')).body.items
const named = async (person: MadeAccount, address: string): Promise<Email> =>
  (await list(person)).find((one) => one.address === address) as Email

async function proven(): Promise<MadeAccount> {
  const person = await makeAccount(app)
  expect((await verify(await tokenTo(person.email))).status).toBe(200)
  return person
}
async function addProven(person: MadeAccount, address = fresh()): Promise<Email> {
  expect((await person.browser.post('/me/emails', { email: address })).status).toBe(201)
  await verify(await tokenTo(address))
  return named(person, address)
}
const makePrimary = (person: MadeAccount, { id }: Email) =>
  person.browser.patch<{ code?: string }>(`/me/emails/${id}`, { primary: true })

describe('an address', () => {
  test('is proven by the link that sign-up sends, once', async () => {
    const person = await makeAccount(app)
    const token = await tokenTo(person.email)
    const { email, password } = person
    expect((await app.browser().post('/auth/sign-in', { email, password })).status).toBe(401)
    expect(await verify(token)).toMatchObject({ status: 200, body: { email } })
    expect(await verify(token)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
    expect((await app.browser().post('/auth/sign-in', { email, password })).status).toBe(200)
  })

  test('∥20 with one link: one proves', async () => {
    const person = await makeAccount(app)
    const token = await tokenTo(person.email)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('can be written to again, and then only the new link is good', async () => {
    const person = await makeAccount(app)
    const first = await tokenTo(person.email)
    const [{ id }] = (await list(person)) as [Email]
    expect((await person.browser.post(`/me/emails/${id}/resend`)).status).toBe(204)
    const second = await tokenTo(person.email)
    expect((await verify(first)).status).toBe(400)
    expect((await verify(second)).status).toBe(200)
    for (let more = 0; more < 6; more += 1) await person.browser.post(`/me/emails/${id}/resend`)
    expect((await named(person, person.email)).verifiedAt).not.toBeNull()
  })

  test('rule 34: a mailbox is asked for a proof five times an hour, whoever wants it', async () => {
    const box = fresh()
    const statuses = []
    for (let index = 0; index < 3; index += 1) {
      const person = await makeAccount(app)
      const added = await person.browser.post<Email>('/me/emails', { email: box })
      statuses.push(added.status, (await person.browser.post(`/me/emails/${added.body.id}/resend`)).status)
    }
    expect(statuses).toEqual([201, 204, 201, 204, 201, 429])
  })
})

describe('rule 31: when a mailbox is first proven', () => {
  test('what others have only typed is dropped, and they cannot prove it any more', async () => {
    const box = fresh()
    const early = await makeAccount(app, { email: box })
    const theirs = await tokenTo(box)
    const owner = await makeAccount(app, { email: box })
    expect((await verify(await tokenTo(box))).status).toBe(200)
    expect(await list(early)).toEqual([])
    expect(await verify(theirs)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
    expect((await early.browser.get('/me')).body.email).toBeNull()
    expect((await named(owner, box)).verifiedAt).not.toBeNull()
  })

  test('∥20 accounts that each hold a good link: one has it', async () => {
    const box = fresh()
    const tokens: string[] = []
    for (let index = 0; index < 5; index += 1) {
      await makeAccount(app, { email: box })
      tokens.push(await tokenTo(box))
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => verify(tokens[index % 5] as string)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const rows = await app.testStore.store.db
      .selectFrom('emails')
      .selectAll()
      .where('address_key', '=', box)
      .execute()
    expect(rows).toHaveLength(1)
  })

  test('rule 33: adding an address that somebody has proven answers as for any other', async () => {
    const owner = await proven()
    const other = await proven()
    const known = await other.browser.post<Email>('/me/emails', { email: owner.email })
    const unknown = await other.browser.post<Email>('/me/emails', { email: fresh() })
    expect([known.status, unknown.status]).toEqual([201, 201])
    expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body))
    expect(await verify(await tokenTo(owner.email))).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
  })
})

describe('the primary address', () => {
  test('rule 12: adding, choosing and removing need a fresh confirmation', async () => {
    const person = await proven()
    const second = await addProven(person)
    await app.testStore.store.db
      .updateTable('sessions')
      .set({ confirmed_until: 0 })
      .where('account_id', '=', person.accountId)
      .execute()
    for (const answer of [
      await person.browser.post('/me/emails', { email: fresh() }),
      await makePrimary(person, second),
      await person.browser.delete(`/me/emails/${second.id}`),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'confirmation_required' } })
  })

  test('rule 10: changing it tells both boxes and ends the other sessions', async () => {
    const person = await proven()
    const elsewhere = app.browser()
    await elsewhere.post('/auth/sign-in', { username: person.username, password: person.password })
    const second = await addProven(person)
    await work()
    expect(smtp.last(person.email).subject).toBe('An e-mail address was added to your account')
    expect((await makePrimary(person, second)).status).toBe(200)
    expect((await elsewhere.get('/me')).status).toBe(401)
    expect((await person.browser.get('/me')).body.email).toBe(second.address)
    await work()
    for (const box of [person.email, second.address])
      expect(smtp.last(box).subject).toBe('The e-mail address of your account was changed')
    expect(smtp.last(person.email).link).toContain('/undo-email#')
    expect(smtp.last(second.address).link).toBe('')
  })

  test('must be proven; stays while it is primary; so does the last proven one', async () => {
    const person = await proven()
    const added = await person.browser.post<Email>('/me/emails', { email: fresh() })
    expect((await makePrimary(person, added.body)).body.code).toBe('email_not_proven')
    const first = await named(person, person.email)
    expect((await person.browser.delete(`/me/emails/${first.id}`)).body.code).toBe('email_is_primary')
    expect((await person.browser.delete(`/me/emails/${added.body.id}`)).status).toBe(204)
    const unproven = await makeAccount(app)
    const only = await addProven(unproven)
    expect((await unproven.browser.delete(`/me/emails/${only.id}`)).body.code).toBe('last_proven_email')
  })

  test('∥20: there is one primary at every moment, and never none', async () => {
    const person = await proven()
    const boxes = [await named(person, person.email), await addProven(person), await addProven(person)]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => makePrimary(person, boxes[index % 3] as Email)),
    )
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
    expect((await list(person)).filter(({ primary }) => primary)).toHaveLength(1)
  })

  test('∥2 that remove the last two proven ones beside an unproven primary leave one', async () => {
    const person = await makeAccount(app)
    const boxes = [await addProven(person), await addProven(person)]
    const answers = await Promise.all(boxes.map(({ id }) => person.browser.delete(`/me/emails/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  })

  test('∥20: an account has one address once, and ten at most', async () => {
    const person = await proven()
    const box = fresh()
    const same = await Promise.all(
      Array.from({ length: 5 }, () => person.browser.post('/me/emails', { email: box })),
    )
    expect(same.filter(({ status }) => status === 201)).toHaveLength(1)
    const many = await Promise.all(
      Array.from({ length: 14 }, () => person.browser.post('/me/emails', { email: fresh() })),
    )
    expect(many.filter(({ status }) => status >= 500)).toEqual([])
    expect((await list(person)).length).toBe(10)
  })

  test('somebody else’s address does not exist', async () => {
    const [person, other] = [await proven(), await proven()]
    const { id } = await named(other, other.email)
    expect((await person.browser.patch(`/me/emails/${id}`, { primary: true })).status).toBe(404)
    expect((await person.browser.delete(`/me/emails/${id}`)).status).toBe(404)
    expect((await person.browser.post(`/me/emails/${id}/resend`)).status).toBe(404)
  })
})

describe('the old box', () => {
  const undo = (token: string) => app.browser().post<{ code?: string }>('/auth/email/undo', { token })

  test.each([
    [
      'undoes a change within seven days: all sessions end, and it gets a link for a new password',
      /was changed/,
    ],
    ['does so by any link that it got, and whoever came after it cannot take that back', /was removed/],
  ])('%s', async (_, subjectOf) => {
    const person = await proven()
    const thief = await addProven(person)
    const third = await addProven(person)
    const accessToken = await makeToken(app, { owner: person })
    await makePrimary(person, thief)
    await makePrimary(person, third)
    await person.browser.delete(`/me/emails/${(await named(person, person.email)).id}`)
    await work()
    const change = smtp.mails.find(
      ({ to, subject }) => to.includes(person.email) && subjectOf.test(subject ?? ''),
    )
    const later = smtp.last(thief.address).link.split('#')[1] as string
    expect(later).toBeTruthy()
    app.clock.advance(6 * 86_400_000)
    const token = change?.link.split('#')[1] as string
    const answers = await Promise.all(Array.from({ length: 20 }, () => undo(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await person.browser.get('/me')).status).toBe(401)
    // Whoever had the account may have made one.
    expect((await app.browser().get('/me', accessToken.headers)).body.code).toBe('revoked_access_token')
    const left = await app.testStore.store.db
      .selectFrom('emails')
      .select(['address', 'is_primary'])
      .where('account_id', '=', person.accountId)
      .execute()
    expect(left).toEqual([{ address: person.email, is_primary: 1 }])
    expect((await undo(later)).body.code).toBe('link_invalid')
    // Who made the change knew the password: it opens nothing any more.
    const known = { username: person.username, password: person.password }
    expect((await app.browser().post('/auth/sign-in', known)).body.code).toBe('password_change_required')
    const reset = { token: await tokenTo(person.email), password: 'mine alone from now on' }
    expect((await app.browser().post('/auth/password/reset', reset)).status).toBe(204)
    expect((await app.browser().post('/auth/sign-in', { ...known, ...reset, token: undefined })).status).toBe(
      200,
    )
  })

  test('∥: two links of one account at once end well', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await proven()
      const second = await addProven(person)
      await makePrimary(person, second)
      const first = await tokenTo(person.email)
      await makePrimary(person, await named(person, person.email))
      const other = await tokenTo(second.address)
      const answers = await Promise.all([undo(first), undo(other)])
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
      expect(answers.some(({ status }) => status === 200)).toBe(true)
    }
  })

  test('and not later', async () => {
    const person = await proven()
    await makePrimary(person, await addProven(person))
    const token = await tokenTo(person.email)
    app.clock.advance(7 * 86_400_000 + 1)
    expect(await undo(token)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
  })
})
