import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MailServer,
  makeAccount,
  makeSecondFactor,
  startMailServer,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let smtp: MailServer
let app: TestApp
beforeAll(async () => {
  smtp = await startMailServer()
  app = await testApp({ PORTICO_SMTP_URL: smtp.url, PORTICO_MAIL_FROM: 'Portico <portico@example.com>' })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

const work = () => app.services.mailer.work()
const tokenIn = (link: string): string => link.split('#')[1] as string
const next = 'another quiet harbour 42'

/** Somebody whose address is proven by the mail that they got. */
async function proven() {
  const person = await makeAccount(app)
  await work()
  await app.browser().post('/auth/email/verify', { token: tokenIn(smtp.last(person.email).link) })
  return person
}
const forgot = (email: string) => app.browser().post('/auth/password/forgot', { email })
async function linkFor(email: string): Promise<string> {
  await forgot(email)
  await work()
  return tokenIn(smtp.last(email).link)
}
const reset = (token: string, password = next) =>
  app.browser().post('/auth/password/reset', { token, password })
const isUsable = async (token: string) =>
  (await app.browser().post('/auth/password/reset/check', { token })).body.usable
const signIn = (username: string, password: string) =>
  app.browser().post('/auth/sign-in', { username, password })

describe('rule 7: a password by mail', () => {
  test('the link sets it, ends every session, does not sign in, and the person is told', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    expect(smtp.last(person.email).subject).toBe('Choose a new password')
    const browser = app.browser()
    expect((await browser.post('/auth/password/reset', { token, password: next })).status).toBe(204)
    expect([...browser.cookies]).toEqual([])
    expect((await person.browser.get('/me')).status).toBe(401)
    expect((await signIn(person.username, person.password)).status).toBe(401)
    await work()
    expect(smtp.last(person.email).subject).toBe('Your password was changed')
    expect((await signIn(person.username, next)).status).toBe(200)
  })

  test('only a digest of the token is kept', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    app.canaries.plant(token)
    const rows = await app.testStore.store.db.selectFrom('mail_tokens').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
    expect((await reset(token)).status).toBe(204)
  })

  test('opening it changes nothing, however often, and says whether it would do', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    const links = () => app.testStore.store.db.selectFrom('mail_tokens').selectAll().execute()
    const before = await links()
    for (const answer of await Promise.all(Array.from({ length: 20 }, () => isUsable(token))))
      expect(answer).toBe(true)
    expect(await links()).toEqual(before)
    expect((await reset(token)).status).toBe(204)
    expect(await isUsable(token)).toBe(false)

    const old = await linkFor(person.email)
    app.clock.advance(30 * 60_000 + 1)
    expect(await isUsable(old)).toBe(false)
    const unproven = await makeAccount(app)
    await work()
    expect(await isUsable(tokenIn(smtp.last(unproven.email).link))).toBe(false)
  })

  test('∥20: a link is good once', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => reset(token, `${next} number ${index}`)),
    )
    const good = answers.flatMap(({ status }, index) => (status === 204 ? [index] : []))
    expect(good).toHaveLength(1)
    expect(answers.filter(({ status }) => status !== 204 && status !== 400 && status !== 503)).toEqual([])
    expect((await signIn(person.username, `${next} number ${good[0]}`)).status).toBe(200)
  })

  test('one is live: a newer one makes the older useless; ∥20 asking leaves one', async () => {
    const person = await proven()
    const [first, second] = [await linkFor(person.email), await linkFor(person.email)]
    expect(await reset(first)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
    const live = await app.testStore.store.db
      .selectFrom('mail_tokens')
      .select('digest')
      .where('account_id', '=', person.accountId)
      .where('purpose', '=', 'password_reset')
      .execute()
    expect(live).toHaveLength(1)
    expect((await reset(second)).status).toBe(204)
  })

  test('it is good for half an hour', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    app.clock.advance(30 * 60_000 + 1)
    expect(await reset(token)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
  })

  test('a password that will not do leaves the link good; a proof of an address is no link for a password', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    expect(await reset(token, 'short')).toMatchObject({ body: { code: 'password_too_short' } })
    expect(await app.browser().post('/auth/email/verify', { token })).toMatchObject({ status: 400 })
    expect((await reset(token)).status).toBe(204)
    const unproven = await makeAccount(app)
    await work()
    const proof = tokenIn(smtp.last(unproven.email).link)
    expect(await reset(proof)).toMatchObject({ status: 400, body: { code: 'link_invalid' } })
  })

  test('rule 21: it does not skip the second factor, and who was half signed in with the old password is no more', async () => {
    const person = await makeSecondFactor(app, await proven())
    const half = await person.halfSignIn()
    const token = await linkFor(person.email)
    expect((await reset(token)).status).toBe(204)
    expect((await half.post('/auth/second-factor', { code: person.code() })).status).toBe(401)
    const again = app.browser()
    const first = await again.post('/auth/sign-in', { username: person.username, password: next })
    expect(first.body).toMatchObject({ next: 'second_factor' })
    expect((await again.get('/me')).status).toBe(401)
    expect((await again.post('/auth/second-factor', { code: person.code() })).status).toBe(200)
  })

  test('a disabled account gets no link, and a live link does nothing for it', async () => {
    const person = await proven()
    const token = await linkFor(person.email)
    await app.testStore.store.db
      .updateTable('accounts')
      .set({ disabled_at: 1 })
      .where('id', '=', person.accountId)
      .execute()
    expect(await isUsable(token)).toBe(false)
    expect((await reset(token)).status).toBe(400)
    const before = smtp.mails.length
    await forgot(person.email)
    await work()
    expect(smtp.mails.length).toBe(before)
  })
})

describe('rule 49: an absent or empty token never resets anything', () => {
  test.each([{ token: '' }, {}, { token: null }, { token: 'x' }, { token: ['x'] }])('%j', async (body) => {
    const answer = await app.browser().post('/auth/password/reset', { password: next, ...body })
    expect(answer.status).toBe(400)
  })
})

describe('rule 33: known and unknown addresses', () => {
  test('get the same answer, leave the same row until the reply is out, and nothing afterwards', async () => {
    const person = await proven()
    const unproven = await makeAccount(app)
    const told = []
    for (const email of [person.email, unproven.email, 'nobody-at-all@example.com']) {
      const { status, text, headers } = await forgot(email)
      const { date: _date, 'x-request-id': _id, ...rest } = headers
      told.push(JSON.stringify({ status, text, rest }))
    }
    expect(new Set(told).size).toBe(1)
    await work()
    expect(smtp.last(person.email).subject).toBe('Choose a new password')
    expect(smtp.mails.some(({ to }) => to.includes('nobody-at-all@example.com'))).toBe(false)
    expect(smtp.last(unproven.email).subject).toBe('Verify your e-mail address')
    const left = await app.testStore.store.db
      .selectFrom('mails')
      .select('id')
      .where('recipient', 'in', ['nobody-at-all@example.com'])
      .execute()
    expect(left).toEqual([])
  })

  test('nothing is sent before the reply: the request only writes down that somebody asked', async () => {
    const quiet = await testApp()
    await quiet.services.mailer.stop()
    const person = await makeAccount(quiet)
    await quiet.testStore.store.db.updateTable('emails').set({ verified_at: 1 }).execute()
    for (const email of [person.email, 'nobody@example.com'])
      await quiet.browser().post('/auth/password/forgot', { email })
    const rows = await quiet.testStore.store.db
      .selectFrom('mails')
      .select(['account_id', 'state'])
      .where('kind', '=', 'password_reset')
      .execute()
    expect(rows).toEqual([
      { account_id: null, state: 'asked' },
      { account_id: null, state: 'asked' },
    ])
    await quiet.close()
  })
})

describe('rule 34: buckets of their own', () => {
  test('a mailbox gets five links an hour, ∥20, and the answer does not tell', async () => {
    const person = await proven()
    const answers = await Promise.all(Array.from({ length: 20 }, () => forgot(person.email)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 204))
    await work()
    const links = smtp.mails.filter(
      ({ to, subject }) => to.includes(person.email) && /password/.test(subject ?? ''),
    )
    expect(links.length).toBeLessThanOrEqual(5)
    expect(links.length).toBeGreaterThan(0)
  })

  test('a client may ask 60 times an hour', async () => {
    const strict = await testApp({ PORTICO_TRUSTED_PROXIES: '127.0.0.0/8' })
    const ask = (index: number, from: string) =>
      strict
        .browser()
        .post('/auth/password/forgot', { email: `n${index}@example.com` }, { 'x-forwarded-for': from })
    const answers = []
    for (let index = 0; index < 61; index += 1) answers.push((await ask(index, '2001:db8:1:1::7')).status)
    expect(answers.filter((status) => status === 429)).toHaveLength(1)
    expect((await ask(99, '2001:db8:1:1::8')).status).toBe(429)
    expect((await ask(99, '2001:db8:1:2::8')).status).toBe(204)
    await strict.close()
  })
})

describe('rule 39: headers and links', () => {
  test.each(['a@example.com\r\nBcc: eve@example.com', 'a@example.com\0', 'a\n@example.com'])(
    '%j is no address',
    async (email) => {
      expect((await forgot(email)).body).toMatchObject({ code: 'invalid_email' })
    },
  )

  test('a link begins with the public URL, whatever the request says', async () => {
    const person = await proven()
    await app.browser().post('/auth/password/forgot', { email: person.email }, { host: 'evil.example.com' })
    await work()
    const mail = smtp.last(person.email)
    expect(mail.link.startsWith('http://localhost:3000/reset-password#')).toBe(true)
    expect(mail.raw).not.toContain('evil')
  })
})
