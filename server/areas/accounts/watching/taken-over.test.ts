import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Browser,
  type HostileIssuer,
  type MadeAccount,
  type MailServer,
  makeAccount,
  makePasskey,
  makeProvider,
  makeSecondFactor,
  provePasskey,
  startHostileIssuer,
  startMailServer,
  switchPasskeys,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let smtp: MailServer
let app: TestApp
let operator: MadeAccount
let issuer: HostileIssuer
beforeAll(async () => {
  smtp = await startMailServer()
  issuer = await startHostileIssuer()
  app = await testApp({ PORTICO_SMTP_URL: smtp.url, PORTICO_MAIL_FROM: 'Portico <portico@example.com>' })
  operator = await makeAccount(app, { operator: true })
  await switchPasskeys(app, true)
  await operator.browser.patch('/admin/settings', { deletionGraceDays: 7 })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
  await issuer.close()
})

const tokenIn = (link: string): string => link.split('#')[1] as string
const stolen = 'what the intruder chose 42'
const next = 'another quiet harbour 42'
const post = (path: string, body: object) => app.browser().post<Record<string, string>>(path, body)
const signIn = (username: string, password: string, browser: Browser = app.browser()) =>
  browser.post('/auth/sign-in', { username, password })
async function lastLink(address: string): Promise<string> {
  await app.services.mailer.work()
  return tokenIn(smtp.last(address).link)
}
const reset = (token: string, password: string) => post('/auth/password/reset', { token, password })
async function forgot(email: string): Promise<string> {
  const before = smtp.mails.length
  await post('/auth/password/forgot', { email })
  await app.services.mailer.work()
  const mail = smtp.mails.slice(before).find(({ subject }) => subject === 'Choose a new password')
  return mail ? tokenIn(mail.link) : 'none'
}
/** Somebody with a proven address; who knows their password signed in, and they were told of it. */
async function takenOver() {
  const person = await makeAccount(app)
  await post('/auth/email/verify', { token: await lastLink(person.email) })
  const intruder = app.browser()
  await signIn(person.username, person.password, intruder)
  const notMe = await lastLink(person.email)
  app.clock.advance(1000)
  return { person, intruder, notMe, evil: `evil-${person.username}@evil.example` }
}
async function addProven(browser: Browser, email: string): Promise<string> {
  const { body } = await browser.post<{ id: string }>('/me/emails', { email })
  await post('/auth/email/verify', { token: await lastLink(email) })
  return body.id
}

describe('rules 7, 10 and 11: who took an account over does not come back', () => {
  test('by an address that they added: it goes with the lockdown', async () => {
    const { person, intruder, notMe, evil } = await takenOver()
    const id = await addProven(intruder, evil)
    await intruder.patch(`/me/emails/${id}`, { primary: true })
    const before = await forgot(evil)
    const { body } = await post('/auth/lockdown', { token: notMe })
    for (const token of [before, await forgot(evil)]) expect((await reset(token, stolen)).status).toBe(400)
    expect((await reset(body.resetToken as string, next)).status).toBe(204)
    await signIn(person.username, next, person.browser)
    const mine = await person.browser.get<{ items: { address: string; primary: boolean }[] }>('/me/emails')
    expect(mine.body.items).toMatchObject([{ address: person.email, primary: true }])
  })

  test('by a linked account of theirs, or by recovery codes that they renewed', async () => {
    const person = await makeSecondFactor(app, (await takenOver()).person)
    app.clock.advance(60_000)
    const intruder = app.browser()
    await signIn(person.username, person.password, intruder)
    await intruder.post('/auth/second-factor', { code: person.code() })
    const notMe = await lastLink(person.email)
    const since = app.clock.now() + 1000
    app.clock.advance(60_000)
    const codes = { password: person.password, code: person.code() }
    const renewed = await intruder.post<{ recoveryCodes: string[] }>('/me/recovery-codes', codes)
    expect(renewed.status).toBe(200)
    const { db } = app.testStore.store
    const providerId = await makeProvider(app, 'acme', issuer)
    const row = { provider_id: providerId, issuer: issuer.url, label: 'x', last_used_at: null }
    for (const [id, created_at] of [
      ['idn_before', since - 5000],
      ['idn_after', since + 5000],
    ] as const)
      await db
        .insertInto('identities')
        .values({ ...row, id, subject: id, account_id: person.accountId, created_at })
        .execute()
    const { body } = await post('/auth/lockdown', { token: notMe })
    await reset(body.resetToken as string, next)
    const left = db.selectFrom('identities').select('id').where('account_id', '=', person.accountId)
    expect(await left.execute()).toEqual([{ id: 'idn_before' }])
    const browser = app.browser()
    expect((await signIn(person.username, next, browser)).body).toMatchObject({ methods: ['totp'] })
    const [recoveryCode] = renewed.body.recoveryCodes
    expect((await browser.post('/auth/second-factor', { recoveryCode })).status).toBe(401)
  })

  test('by a passkey, an authenticator or recovery codes of theirs; what was there before stays', async () => {
    const { person, intruder, notMe } = await takenOver()
    const { soft } = await makePasskey({ browser: intruder })
    await makeSecondFactor(app, { ...person, browser: intruder })
    const { body } = await post('/auth/lockdown', { token: notMe })
    expect((await reset(body.resetToken as string, next)).status).toBe(204)
    expect((await provePasskey(app.browser(), 'sign_in', soft)).status).toBe(401)
    expect((await signIn(person.username, next)).body).not.toHaveProperty('methods')

    const other = await takenOver()
    const own = await makeSecondFactor(app, await makeAccount(app))
    await app.testStore.store.db
      .updateTable('totp')
      .set({ account_id: other.person.accountId, enabled_at: 1 })
      .where('account_id', '=', own.accountId)
      .execute()
    const locked = await post('/auth/lockdown', { token: other.notMe })
    await reset(locked.body.resetToken as string, next)
    expect((await signIn(other.person.username, next)).body).toMatchObject({ methods: ['totp'] })
  })

  test('by a passkey, an authenticator or a linked account that came after they changed the address: it is put back without them', async () => {
    const { person, evil } = await takenOver()
    const { soft: own } = await makePasskey({ browser: person.browser })
    const intruder = app.browser()
    await signIn(person.username, person.password, intruder)
    const { db } = app.testStore.store
    const providerId = await makeProvider(app, 'acme-restored', issuer)
    const link = (id: string) =>
      db
        .insertInto('identities')
        .values({
          ...{ id, subject: id, provider_id: providerId, issuer: issuer.url, label: 'x', last_used_at: null },
          ...{ account_id: person.accountId, created_at: app.clock.now() },
        })
        .execute()
    await link('idn_restored_before')
    app.clock.advance(1000)
    const id = await addProven(intruder, evil)
    expect((await intruder.patch(`/me/emails/${id}`, { primary: true })).status).toBe(200)
    const undo = await lastLink(person.email)
    app.clock.advance(1000)
    await link('idn_restored_after')
    const { soft: theirs } = await makePasskey({ browser: intruder })
    await makeSecondFactor(app, { ...person, browser: intruder })

    expect(await post('/auth/email/undo', { token: undo })).toMatchObject({ body: { email: person.email } })
    expect((await reset(await lastLink(person.email), next)).status).toBe(204)
    const signedIn = await signIn(person.username, next)
    expect(signedIn.status).toBe(200)
    expect(signedIn.body).not.toHaveProperty('methods')
    expect((await provePasskey(app.browser(), 'sign_in', theirs)).status).toBe(401)
    expect((await provePasskey(app.browser(), 'sign_in', own)).status).toBe(200)
    const left = db.selectFrom('identities').select('id').where('account_id', '=', person.accountId)
    expect(await left.execute()).toEqual([{ id: 'idn_restored_before' }])
  })

  test('by an address that a request under way adds as the lockdown commits', async () => {
    const { intruder, notMe, evil } = await takenOver()
    const { store } = app.testStore
    const real = store.transaction
    let locked = 0
    let calls = 0
    const spy = vi.spyOn(store, 'transaction').mockImplementation(async (act) => {
      calls += 1
      if (calls === 1) {
        spy.mockRestore()
        locked = (await post('/auth/lockdown', { token: notMe })).status
      }
      return real(act)
    })
    const added = await intruder.post('/me/emails', { email: evil })
    spy.mockRestore()
    expect([calls, locked, added.status]).toEqual([1, 200, 401])
  })

  test('rule 46: who is proven by a passkey and kept out, for a new password is due, has it in the log and the link in the box', async () => {
    const { person } = await takenOver()
    const { soft } = await makePasskey({ browser: person.browser })
    const { db } = app.testStore.store
    await db.updateTable('accounts').set({ password_due: 1 }).where('id', '=', person.accountId).execute()
    const kept = await provePasskey(app.browser(), 'sign_in', soft)
    expect(kept).toMatchObject({ status: 403, body: { code: 'password_change_required' } })
    const rows = db
      .selectFrom('audit_events')
      .select('details')
      .where('account_id', '=', person.accountId)
      .where('act', '=', 'account.signed_in')
      .where('outcome', '=', 'refused')
      .where('security', '=', 1)
    const details = JSON.stringify({ reason: 'password_change_required' })
    expect(await rows.execute()).toEqual([{ details }])
    expect((await reset(await lastLink(person.email), next)).status).toBe(204)
    expect((await provePasskey(app.browser(), 'sign_in', soft)).status).toBe(200)
  })

  test('by a link for a new password that went to an address before it was removed or replaced', async () => {
    const { person } = await takenOver()
    const id = await addProven(person.browser, `old-${person.email}`)
    const link = await forgot(`old-${person.email}`)
    expect((await person.browser.delete(`/me/emails/${id}`)).status).toBe(204)
    expect((await reset(link, stolen)).status).toBe(400)
    const replacing = await addProven(person.browser, `new-${person.email}`)
    const other = await forgot(person.email)
    expect((await person.browser.patch(`/me/emails/${replacing}`, { primary: true })).status).toBe(200)
    expect((await reset(other, stolen)).status).toBe(400)
  })

  test('by asking for the deletion: the boxes of before are told, and their links wake the account', async () => {
    for (const way of ['/auth/email/undo', '/auth/lockdown', '/auth/deletion/undo']) {
      const { person, intruder, notMe, evil } = await takenOver()
      const id = await addProven(intruder, evil)
      await intruder.patch(`/me/emails/${id}`, { primary: true })
      const { body } = await intruder.get<{ items: { id: string; primary: boolean }[] }>('/me/emails')
      const theirs = body.items.find(({ primary }) => !primary)
      expect((await intruder.delete(`/me/emails/${theirs?.id}`)).status).toBe(204)
      const undo = await lastLink(person.email)
      const asked = await intruder.request<{ state: string }>('DELETE', '/me', { username: person.username })
      expect(asked.body.state).toBe('waiting')
      const told = await lastLink(person.email)
      const token = way === '/auth/lockdown' ? notMe : way === '/auth/email/undo' ? undo : told
      expect((await post(way, { token })).status, way).toBeLessThan(300)
      const { db } = app.testStore.store
      const account = db.selectFrom('accounts').select('disabled_at').where('id', '=', person.accountId)
      expect(await account.executeTakeFirst()).toEqual({ disabled_at: null })
    }
  })

  test('rule 47: by asking for the deletion before an operator disables them', async () => {
    const { person } = await takenOver()
    await person.browser.request('DELETE', '/me', { username: person.username })
    const link = await lastLink(person.email)
    await signIn(operator.username, operator.password, operator.browser)
    const path = `/admin/accounts/${person.accountId}`
    expect((await operator.browser.patch(path, { disabled: true })).body).toMatchObject({ disabled: true })
    expect((await post('/auth/deletion/undo', { token: link })).status).toBe(400)
    expect((await signIn(person.username, person.password)).body.code).toBe('account_disabled')
    const acts = await app.testStore.store.db
      .selectFrom('audit_events')
      .select('act')
      .where('target', '=', person.accountId)
      .where('act', '=', 'account.disabled')
      .execute()
    expect(acts.length).toBeGreaterThan(0)
  })
})
