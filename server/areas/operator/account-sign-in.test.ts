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
} from '../../testing/index.ts'

let smtp: MailServer
let app: TestApp
let operator: MadeAccount
beforeAll(async () => {
  smtp = await startMailServer()
  app = await testApp({ PORTICO_SMTP_URL: smtp.url, PORTICO_MAIL_FROM: 'Portico <portico@example.com>' })
  operator = await makeAccount(app, { operator: true })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})

type Detail = { sessions: number; passwordDue: boolean }
type Event = { act: string; outcome: string; ip: string | null; details?: object }
const change = ({ accountId }: Pick<MadeAccount, 'accountId'>, changes: object, by: MadeAccount = operator) =>
  by.browser.patch(`/admin/accounts/${accountId}`, changes)
const detail = async ({ accountId }: MadeAccount) =>
  (await operator.browser.get<Detail>(`/admin/accounts/${accountId}`)).body
const prove = async (person: MadeAccount) => {
  expect((await change(person, { emailVerified: true })).status).toBe(200)
  return person
}
const signIn = ({ username, password }: MadeAccount, browser: Browser = app.browser()) =>
  browser.post('/auth/sign-in', { username, password })
const log = async (browser: Browser) => (await browser.get<{ items: Event[] }>('/me/security-log')).body.items
const mailsOf = (person: MadeAccount) => smtp.mails.filter(({ to }) => to.includes(person.email))

/** What the audit log says of an act on somebody: in whose names. Both rows are of one instant, in any order. */
async function audited(act: string, target: string): Promise<(string | null)[]> {
  const rows = await app.testStore.store.db
    .selectFrom('audit_events')
    .select('account_id')
    .where('act', '=', act)
    .where('target', '=', target)
    .execute()
  return rows.map(({ account_id }) => account_id).sort()
}

describe('an operator signs somebody out everywhere', () => {
  test('rules 10 and 46: every browser, half sign-in and trusted device of theirs ends at once, nobody else’s; both logs say it', async () => {
    const ada = await makeSecondFactor(app)
    const other = await makeAccount(app)
    const half = await ada.halfSignIn()
    const trusting = await ada.halfSignIn()
    app.clock.advance(30_000)
    const code = { code: ada.code(), trustDevice: true }
    expect((await trusting.post('/auth/second-factor', code)).status).toBe(200)
    const token = await makeToken(app, { owner: ada })
    expect((await change(ada, { signOut: true })).status).toBe(200)
    for (const browser of [ada.browser, trusting]) expect((await browser.get('/me')).status).toBe(401)
    app.clock.advance(30_000)
    expect((await half.post('/auth/second-factor', { code: ada.code() })).status).toBe(401)
    expect((await detail(ada)).sessions).toBe(0)
    expect((await other.browser.get('/me')).status).toBe(200)
    // The browser that was trusted is asked for the code again, and the password is the same.
    expect((await signIn(ada, trusting)).body).toMatchObject({ next: 'second_factor' })
    const bearer = { authorization: `Bearer ${token.secret}` }
    expect((await app.browser().get('/me', bearer)).status).toBe(200)
    expect(await audited('account.signed_out_everywhere', ada.accountId)).toEqual(
      [operator.accountId, ada.accountId].sort(),
    )
    app.clock.advance(30_000)
    expect((await trusting.post('/auth/second-factor', { code: ada.code() })).status).toBe(200)
    const event = (await log(trusting)).find(({ act }) => act === 'account.signed_out_everywhere')
    expect(event).toMatchObject({ outcome: 'ok', ip: null })
  })

  test('rule 10 ∥20: while they sign in, no session of before outlives it', async () => {
    const ada = await makeAccount(app)
    const early = app.browser()
    await signIn(ada, early)
    const browsers = Array.from({ length: 10 }, () => app.browser())
    const [, ...answers] = await Promise.all([
      change(ada, { signOut: true }),
      ...browsers.map((browser) => signIn(ada, browser)),
      ...Array.from({ length: 9 }, () => change(ada, { signOut: true })),
    ])
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect((await early.get('/me')).status).toBe(401)
    await change(ada, { signOut: true })
    for (const browser of browsers) expect((await browser.get('/me')).status).toBe(401)
  })
})

describe('an operator asks for a new password', () => {
  test('rules 10 and 46: nobody signs in before it is chosen by the mailed link; then all is as before, and both logs say it', async () => {
    const ada = await prove(await makeAccount(app))
    expect((await change(ada, { requireNewPassword: true })).status).toBe(200)
    expect((await ada.browser.get('/me')).status).toBe(401)
    expect(await detail(ada)).toMatchObject({ passwordDue: true, sessions: 0 })
    const refused = await signIn(ada)
    expect([refused.status, refused.body.code]).toEqual([403, 'password_change_required'])
    await app.services.mailer.work()
    const mail = smtp.last(ada.email)
    expect(mail.subject).toBe('Your account needs a new password')
    const password = 'another quiet harbour 42'
    const token = mail.link.split('#')[1]
    expect((await app.browser().post('/auth/password/reset', { token, password })).status).toBe(204)
    const browser = app.browser()
    expect((await signIn({ ...ada, password }, browser)).status).toBe(200)
    expect((await detail(ada)).passwordDue).toBe(false)
    const events = (await log(browser)).filter(({ act }) => act === 'account.password_required')
    expect(events).toMatchObject([{ outcome: 'ok', ip: null }])
    expect(await audited('account.password_required', ada.accountId)).toEqual(
      [operator.accountId, ada.accountId].sort(),
    )
  })

  test('it is told once however often it is asked, and taken back it is as if it had not been asked', async () => {
    const ada = await prove(await makeAccount(app))
    await app.services.mailer.work()
    const before = mailsOf(ada).length
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => change(ada, { requireNewPassword: true })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    await app.services.mailer.work()
    expect(mailsOf(ada).length).toBe(before + 1)
    expect((await audited('account.password_required', ada.accountId)).length).toBe(2)
    expect((await change(ada, { requireNewPassword: false })).status).toBe(200)
    expect((await signIn(ada)).status).toBe(200)
    expect((await audited('account.password_requirement_lifted', ada.accountId)).length).toBe(2)
  })

  test('is refused where no link would reach the person: nothing is changed then', async () => {
    const ada = await makeAccount(app)
    const answer = await change(ada, { requireNewPassword: true })
    expect([answer.status, answer.body.code]).toEqual([409, 'no_proven_address'])
    expect((await ada.browser.get('/me')).status).toBe(200)
    expect((await detail(ada)).passwordDue).toBe(false)
  })
})

describe('who acts', () => {
  test('an operator does neither to their own account; a person who is none learns nothing; rule 12: without a fresh proof nobody does', async () => {
    const late = await makeAccount(app, { operator: true })
    const ada = await prove(await makeAccount(app))
    for (const body of [{ signOut: true }, { requireNewPassword: true }]) {
      const own = await change(operator, body)
      expect([own.status, own.body.code]).toEqual([409, 'own_account'])
      expect((await change(operator, body, ada)).body.code).toBe('operator_only')
    }
    app.clock.advance(601_000)
    for (const body of [{ signOut: true }, { requireNewPassword: true }])
      expect((await change(ada, body, late)).body.code).toBe('confirmation_required')
    expect((await ada.browser.get('/me')).status).toBe(200)
  })

  test('∥20: of two operators who shut each other out at once, one is left', async () => {
    const own = await testApp()
    try {
      const [one, two] = await Promise.all([1, 2].map(() => makeAccount(own, { operator: true })))
      const pair = [one, two] as [MadeAccount, MadeAccount]
      await own.testStore.store.db.updateTable('emails').set({ verified_at: own.clock.now() }).execute()
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => {
          const [by, whom] = i % 2 === 0 ? pair : ([pair[1], pair[0]] as const)
          return change(whom, i % 4 < 2 ? { requireNewPassword: true } : { disabled: true }, by)
        }),
      )
      const left = await own.testStore.store.db
        .selectFrom('accounts')
        .select('id')
        .where('operator', '=', 1)
        .where('disabled_at', 'is', null)
        .where('password_due', '=', 0)
        .execute()
      expect(left).toHaveLength(1)
    } finally {
      await own.close()
    }
  })
})
