import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeAccount,
  type MailServer,
  makeAccount,
  makePasskey,
  makeProvider,
  startHostileIssuer,
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

const change = (changes: object, by: MadeAccount = operator) => by.browser.patch('/admin/settings', changes)
const signIn = ({ username, password }: MadeAccount) =>
  app.browser().post('/auth/sign-in', { username, password })
const methods = async () => (await app.browser().get<{ password: boolean }>('/auth/methods')).body
const waysIn = async () => (await operator.browser.get<Ways>('/admin/ways-in')).body
type Providers = { items: { peopleWithoutOther: number }[] }
type Ways = { people: number; passwordOnly: number; passkeyOnly: number }

describe('passwords that do not sign in', () => {
  test('are not switched off by who has no other way in: nothing is changed then', async () => {
    const answer = await change({ passwordSignIn: false })
    expect([answer.status, answer.body.code]).toEqual([409, 'own_way_in_first'])
    expect((await methods()).password).toBe(true)
    expect((await signIn(operator)).status).toBe(200)
  })

  test('rules 28 and 32 ∥20: of switches that each take one of the last two ways in, one is left on', async () => {
    const own = await testApp()
    try {
      const one = await makeAccount(own, { operator: true })
      await change({ passkeys: true }, one)
      await makePasskey(one)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          change(i % 2 ? { passkeys: false } : { passwordSignIn: false }, one),
        ),
      )
      expect(answers.some(({ status }) => status === 200)).toBe(true)
      const { passkeys, passwordSignIn } = await own.services.settings.current()
      expect([passkeys, passwordSignIn].filter(Boolean)).toHaveLength(1)
    } finally {
      await own.close()
    }
  })

  test('promise 9: sign-in, sign-up, forgotten passwords and their links obey it at once; who is signed in stays', async () => {
    await change({ passkeys: true })
    await makePasskey(operator)
    const ada = await makeAccount(app)
    const due = await makeAccount(app)
    for (const { accountId } of [ada, due])
      await operator.browser.patch(`/admin/accounts/${accountId}`, { emailVerified: true })
    await app.browser().post('/auth/password/forgot', { email: ada.email })
    await app.services.mailer.work()
    const token = smtp.last(ada.email).link.split('#')[1]
    expect((await waysIn()).passwordOnly).toBeGreaterThanOrEqual(2)

    expect((await change({ passwordSignIn: false })).status).toBe(200)
    expect((await methods()).password).toBe(false)
    expect((await ada.browser.get('/me')).status).toBe(200)
    const off = [403, 'password_sign_in_off']
    // Rule 33: alike for the right password, a wrong one and a name that nobody has.
    for (const person of [ada, { ...ada, password: 'wrong' }, { ...ada, username: 'nobody-at-all' }]) {
      const { status, body } = await signIn(person)
      expect([status, body.code]).toEqual(off)
    }
    const joining = { username: 'new-here', email: 'new@example.com', password: 'quiet harbour 99 boats' }
    const joined = await app.browser().post('/auth/sign-up', joining)
    expect([joined.status, joined.body.code]).toEqual(off)
    const password = 'another quiet harbour 42'
    const reset = await app.browser().post('/auth/password/reset', { token, password })
    expect([reset.status, reset.body.code]).toEqual(off)
    const before = smtp.mails.length
    expect((await app.browser().post('/auth/password/forgot', { email: ada.email })).status).toBe(204)
    await app.services.mailer.work()
    expect(smtp.mails.length).toBe(before)
    expect(await waysIn()).toMatchObject({ passwordOnly: 0, passkeyOnly: 1 })

    // Whoever must choose a new password before anything else can still do that.
    await operator.browser.patch(`/admin/accounts/${due.accountId}`, { requireNewPassword: true })
    await app.services.mailer.work()
    const link = smtp.last(due.email).link.split('#')[1]
    expect((await app.browser().post('/auth/password/reset', { token: link, password })).status).toBe(204)

    expect((await change({ passwordSignIn: true })).status).toBe(200)
    expect((await signIn(ada)).status).toBe(200)
  })

  test('rule 32: a provider is neither switched off nor deleted by whom it alone lets in', async () => {
    const own = await testApp()
    const issuer = await startHostileIssuer()
    try {
      const one = await makeAccount(own, { operator: true })
      const id = await makeProvider(own, 'only', issuer)
      const { db } = own.testStore.store
      const provider = await db
        .selectFrom('identity_providers')
        .select('issuer')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      await db
        .insertInto('identities')
        .values({
          ...{ id: 'idn_1', account_id: one.accountId, provider_id: id, issuer: provider.issuer },
          ...{ subject: '1', label: 'one', created_at: own.clock.now(), last_used_at: null },
        })
        .execute()
      const path = `/admin/identity-providers/${id}`
      const people = async () =>
        (await one.browser.get<Providers>('/admin/identity-providers')).body.items[0]?.peopleWithoutOther
      expect(await people()).toBe(0)
      expect((await change({ passwordSignIn: false }, one)).status).toBe(200)
      expect(await people()).toBe(1)
      for (const answer of [
        await one.browser.patch(path, { enabled: false }),
        await one.browser.delete(path),
      ])
        expect([answer.status, answer.body.code]).toEqual([409, 'own_way_in_first'])
      expect((await change({ passwordSignIn: true }, one)).status).toBe(200)
      expect((await one.browser.patch(path, { enabled: false })).status).toBe(200)
    } finally {
      await own.close()
      await issuer.close()
    }
  })

  test('a variable of the environment lets somebody back in who was locked out', async () => {
    const own = await testApp({ PORTICO_PASSWORD_SIGN_IN: 'true' })
    try {
      const one = await makeAccount(own, { operator: true })
      const { db } = own.testStore.store
      await db
        .insertInto('settings')
        .values({ name: 'passwordSignIn', value: 'false', updated_at: own.clock.now() })
        .execute()
      const { username, password } = one
      expect((await own.browser().post('/auth/sign-in', { username, password })).status).toBe(200)
      expect((await change({ passwordSignIn: false }, one)).body.code).toBe('setting_locked')
      // And the password counts as a way in wherever ways are counted.
      expect((await one.browser.get<Ways>('/admin/ways-in')).body.passwordOnly).toBe(1)
    } finally {
      await own.close()
    }
  })
})
