import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser,
  type MadeAccount,
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

type Notice = { id: string; at: string; ip: string; userAgent: string }
const work = () => app.services.mailer.work()
const tokenIn = (link: string): string => link.split('#')[1] as string
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

async function proven(): Promise<MadeAccount> {
  const person = await makeAccount(app)
  await work()
  await app.browser().post('/auth/email/verify', { token: tokenIn(smtp.last(person.email).link) })
  return person
}
async function signIn(person: MadeAccount, browser: Browser = app.browser()): Promise<Browser> {
  const { username, password } = person
  const answer = await browser.post('/auth/sign-in', { username, password }, { 'user-agent': firefox })
  if (answer.status !== 200) throw new Error(answer.text)
  return browser
}
const noticesOf = async (browser: Browser): Promise<Notice[]> =>
  (await browser.get<{ items: Notice[] }>('/me/sign-in-notices')).body.items
const mailsAbout = async (person: MadeAccount) => {
  await work()
  return smtp.mails.filter(
    ({ to, subject }) => to.includes(person.email) && subject === 'New sign-in to your account',
  )
}

describe('rule 11: a sign-in from a new browser', () => {
  test('is told by mail in words, asked on the pages of other sessions, and is in the log; a known one is not', async () => {
    const person = await proven()
    const other = await signIn(person)
    const [mail, ...more] = await mailsAbout(person)
    expect(more).toEqual([])
    expect(mail?.text).toContain('Firefox · Linux')
    expect(mail?.text).toContain('127.0.0.1')
    expect(mail?.text).toMatch(/UTC|GMT/)
    expect(mail?.link).toMatch(/^http:\/\/localhost:3000\/not-me#\w{52}$/)
    const [notice] = await noticesOf(person.browser)
    expect(notice).toMatchObject({ ip: '127.0.0.1', userAgent: firefox })
    expect(await noticesOf(other)).toEqual([])
    const log = await person.browser.get<{ items: { act: string }[] }>('/me/security-log?group=signIn')
    expect(log.body.items.map(({ act }) => act)).toContain('account.new_device')
    // The same browser again, signed out between: known.
    await other.post('/auth/sign-out')
    await signIn(person, other)
    expect(await mailsAbout(person)).toHaveLength(1)
    expect(await noticesOf(person.browser)).toHaveLength(1)
  })

  test('the browser that an account was made in is known', async () => {
    const person = await proven()
    await person.browser.post('/auth/sign-out')
    await signIn(person, person.browser)
    expect(await mailsAbout(person)).toEqual([])
    expect(await noticesOf(person.browser)).toEqual([])
  })

  test('with a second factor it is told once the sign-in is whole', async () => {
    const person = await makeSecondFactor(app, await proven())
    const browser = await person.halfSignIn()
    expect(await noticesOf(person.browser)).toEqual([])
    expect((await browser.post('/auth/second-factor', { code: person.code() })).status).toBe(200)
    expect(await noticesOf(person.browser)).toHaveLength(1)
  })

  test('somebody else’s cookie, or a planted one, makes no browser known', async () => {
    const [one, two] = [await proven(), await proven()]
    const browser = app.browser()
    const known = [...one.browser.cookies].find(([name]) => name.includes('-known-')) as [string, string]
    await signIn(two, browser)
    const name = [...browser.cookies.keys()].find((key) => key.includes('-known-')) as string
    const again = app.browser()
    again.cookies.set(name, known[1])
    await signIn(two, again)
    const planted = app.browser()
    planted.cookies.set(name, 'planted')
    await signIn(two, planted)
    expect(planted.cookies.get(name)).not.toBe('planted')
    expect(await noticesOf(two.browser)).toHaveLength(3)
  })

  test('thirty browsers are known, the longest away is forgotten; after 400 days none is', async () => {
    const person = await proven()
    for (let i = 0; i < 30; i += 1) {
      app.clock.advance(1000)
      await signIn(person)
    }
    expect(await noticesOf(person.browser)).toHaveLength(20)
    const known = app.testStore.store.db.selectFrom('known_browsers').select('digest')
    expect(await known.where('account_id', '=', person.accountId).execute()).toHaveLength(30)
    // Ten mails an hour are enough to know.
    expect(await mailsAbout(person)).toHaveLength(10)
    const first = person.browser
    await signIn(person, first)
    expect(await mailsAbout(person)).toHaveLength(10)
    app.clock.advance(401 * 86_400_000)
    await signIn(person, first)
    expect(await mailsAbout(person)).toHaveLength(11)
  })

  test('an answer is given once, by whom it is for: ∥20', async () => {
    const person = await proven()
    const stranger = await makeAccount(app)
    const other = await signIn(person)
    const [notice] = await noticesOf(person.browser)
    const path = `/me/sign-in-notices/${notice?.id}`
    for (const browser of [stranger.browser, other])
      expect((await browser.post(path, { mine: true })).status).toBe(404)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => person.browser.post(path, { mine: true })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(404)])
    expect(await noticesOf(person.browser)).toEqual([])
  })

  test('two new browsers do not vouch for each other', async () => {
    const person = await proven()
    const [one, two] = [await signIn(person), await signIn(person)]
    const notices = await noticesOf(person.browser)
    expect(notices).toHaveLength(2)
    for (const browser of [one, two]) {
      expect(await noticesOf(browser)).toEqual([])
      for (const { id } of notices)
        for (const mine of [true, false])
          expect((await browser.post(`/me/sign-in-notices/${id}`, { mine })).status).toBe(404)
    }
    // Nor does signing in there once more make one that is beyond question.
    await signIn(person, two)
    expect(await noticesOf(two)).toEqual([])
    // Once the person has said that one is theirs, it answers for the other.
    await person.browser.post(`/me/sign-in-notices/${notices[1]?.id}`, { mine: true })
    expect((await noticesOf(one)).map(({ id }) => id)).toEqual([notices[0]?.id])
  })
})
