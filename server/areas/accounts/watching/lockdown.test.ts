import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser,
  type MadeAccount,
  type MailServer,
  makeAccount,
  makeSecondFactor,
  makeToken,
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

async function proven(): Promise<MadeAccount> {
  const person = await makeAccount(app)
  await work()
  await app.browser().post('/auth/email/verify', { token: tokenIn(smtp.last(person.email).link) })
  return person
}
const signIn = ({ username, password }: MadeAccount, browser: Browser = app.browser()) =>
  browser.post('/auth/sign-in', { username, password })
const lock = (token: string) =>
  app.browser().post<{ resetToken: string; code?: string }>('/auth/lockdown', { token })
const reset = (token: string) => app.browser().post('/auth/password/reset', { token, password: next })
/** Somebody who was told of a sign-in, by whom it was, and the token of that mail. */
async function told() {
  const person = await proven()
  const intruder = app.browser()
  await signIn(person, intruder)
  await work()
  return { person, intruder, token: tokenIn(smtp.last(person.email).link) }
}

describe('rule 11: this was not me', () => {
  test('by the link of the mail: everything ends at once, and nobody signs in before a new password', async () => {
    const { person, intruder, token } = await told()
    const access = await makeToken(app, { owner: person })
    const half = await makeSecondFactor(app, person)
    const waiting = await half.halfSignIn()
    const locked = await lock(token)
    expect(locked.status).toBe(200)
    for (const browser of [intruder, person.browser]) expect((await browser.get('/me')).status).toBe(401)
    expect((await waiting.post('/auth/second-factor', { code: half.code() })).status).toBe(401)
    const bearer = { authorization: `Bearer ${access.secret}` }
    expect((await app.browser().get('/me', bearer)).status).toBe(401)
    await work()
    expect(smtp.last(person.email).subject).toBe('Your account was locked')
    const refused = await signIn(person)
    expect([refused.status, refused.body.code]).toEqual([403, 'password_change_required'])
    expect(refused.headers['set-cookie']).toBeUndefined()
    expect((await reset(locked.body.resetToken)).status).toBe(204)
  })

  test('what it hands over sets the new password, which lets them in again, told of as a new browser', async () => {
    const { person, token } = await told()
    const { resetToken } = (await lock(token)).body
    expect((await reset(resetToken)).status).toBe(204)
    const browser = app.browser()
    expect((await signIn({ ...person, password: next }, browser)).status).toBe(200)
    await work()
    expect(smtp.last(person.email).subject).toBe('New sign-in to your account')
    // No browser is known any more, that of the account's first hour neither.
    const before = smtp.mails.length
    expect((await signIn({ ...person, password: next }, person.browser)).status).toBe(200)
    await work()
    expect(smtp.mails.length).toBe(before + 1)
    const log = await browser.get<{ items: { act: string; outcome: string }[] }>('/me/security-log')
    expect(log.body.items.map(({ act }) => act)).toContain('account.locked_down')
  })

  test('what is chosen next is not the password of before, which somebody else may know; the link stays good', async () => {
    const lockedOut = async () => {
      const { person, token } = await told()
      const { resetToken } = (await lock(token)).body
      const same = { token: resetToken, password: person.password }
      return { resetToken, keep: () => app.browser().post('/auth/password/reset', same) }
    }
    const { resetToken, keep } = await lockedOut()
    const errors = [{ path: 'password' }]
    expect(await keep()).toMatchObject({ status: 400, body: { code: 'password_unchanged', errors } })
    expect((await reset(resetToken)).status).toBe(204)
    // Whoever holds the link learns whether a password is the old one: not by many tries.
    const other = await lockedOut()
    const answers = await Promise.all(Array.from({ length: 25 }, other.keep))
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 204)).toEqual([])
  })

  test('the right password during a lockdown brings a link to the mailbox; a wrong one does not', async () => {
    const { person, token } = await told()
    await lock(token)
    await work()
    const before = smtp.mails.length
    expect((await signIn({ ...person, password: 'not at all the password' })).body.code).toBe(
      'invalid_credentials',
    )
    await work()
    expect(smtp.mails.length).toBe(before)
    // What was handed over a moment ago is not made useless by it.
    expect((await signIn(person)).body.code).toBe('password_change_required')
    await work()
    expect(smtp.mails.length).toBe(before)
    app.clock.advance(301_000)
    await signIn(person)
    await work()
    expect(smtp.last(person.email).subject).toBe('Choose a new password')
    expect((await reset(tokenIn(smtp.last(person.email).link))).status).toBe(204)
    expect((await signIn({ ...person, password: next })).status).toBe(200)
  })

  test('links in earlier mails are good no more', async () => {
    const { person, token: earlier } = await told()
    await signIn(person)
    await work()
    const other = `other-${person.email}`
    await person.browser.post('/me/emails', { email: other })
    await work()
    await lock(tokenIn(smtp.last(person.email).link))
    expect((await lock(earlier)).body.code).toBe('link_invalid')
    const proof = await app.browser().post('/auth/email/verify', { token: tokenIn(smtp.last(other).link) })
    expect(proof.body.code).toBe('link_invalid')
  })

  test('∥20: the link is good once, for seven days, for that purpose only', async () => {
    const { token } = await told()
    expect((await reset(token)).body.code).toBe('link_invalid')
    const answers = await Promise.all(Array.from({ length: 20 }, () => lock(token)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(400)])
    const late = await told()
    app.clock.advance(7 * 86_400_000 + 1)
    expect((await lock(late.token)).body.code).toBe('link_invalid')
  })

  test('from another session, after a fresh confirmation: ∥20 one of them locks', async () => {
    const { person } = await told()
    const [notice] = (await person.browser.get<{ items: { id: string }[] }>('/me/sign-in-notices')).body.items
    const path = `/me/sign-in-notices/${notice?.id}`
    app.clock.advance(601_000)
    const stale = await person.browser.post(path, { mine: false })
    expect([stale.status, stale.body.code]).toEqual([403, 'confirmation_required'])
    await person.browser.post('/auth/confirm', { password: person.password })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => person.browser.post<{ resetToken: string }>(path, { mine: false })),
    )
    const good = answers.filter(({ status }) => status === 200)
    expect(good).toHaveLength(1)
    expect((await person.browser.get('/me')).status).toBe(401)
    expect((await signIn(person)).body.code).toBe('password_change_required')
    expect((await reset(good[0]?.body.resetToken ?? '')).status).toBe(204)
  })

  test('∥20 sign-ins beside the lockdown leave no session', async () => {
    const { person, token } = await told()
    const browsers = Array.from({ length: 20 }, () => app.browser())
    const [, ...signed] = await Promise.all([lock(token), ...browsers.map((one) => signIn(person, one))])
    expect(signed.every(({ status }) => [200, 403, 429, 503].includes(status))).toBe(true)
    for (const browser of browsers) expect((await browser.get('/me')).status).toBe(401)
  })
})
