import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type MadeAccount,
  type MailServer,
  makeAccount,
  startMailServer,
  type TestApp,
  testApp,
} from '../../testing/index.ts'
import { createMailer } from './mailer.ts'

type Mail = {
  id: string
  to: string
  kind: string
  state: string
  problem: string | null
  attempts: number
  link: boolean
}

let smtp: MailServer
let app: TestApp
let operator: MadeAccount
const minuteMs = 60_000
beforeAll(async () => {
  smtp = await startMailServer({ user: 'portico', pass: 'relay password 0123456789' })
  app = await testApp()
  operator = await makeAccount(app, { operator: true })
})
afterAll(async () => {
  await app.close()
  await smtp.close()
})
beforeEach(() => smtp.answer(null))

const settings = (more: object = {}) => ({
  ...{ host: '127.0.0.1', port: smtp.port, security: 'none', username: 'portico' },
  ...{ password: 'relay password 0123456789', from: 'Portico <portico@example.com>', ...more },
})
const setUp = (more: object = {}) => operator.browser.put('/admin/mail', settings(more))
const list = async (): Promise<Mail[]> =>
  (await operator.browser.get<{ items: Mail[] }>('/admin/mails')).body.items
const mailTo = async (email: string): Promise<Mail> => {
  const found = (await list()).find(({ to }) => to === email)
  if (!found) throw new Error(`No mail to ${email}`)
  return found
}
const rowOf = (id: string) =>
  app.testStore.store.db.selectFrom('mails').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const work = () => app.services.mailer.work()

describe('without a mail server', () => {
  test('a mail waits with its link, which the operator can pass on; both logs say so', async () => {
    const person = await makeAccount(app)
    await work()
    const mail = await mailTo(person.email)
    expect(mail).toMatchObject({ kind: 'verify_email', state: 'waiting', link: true })
    expect((await rowOf(mail.id)).sealed).not.toContain('verify-email')
    const shown = await operator.browser.post<{ url: string }>(`/admin/mails/${mail.id}/link`)
    expect(shown.body.url).toMatch(/^http:\/\/localhost:3000\/verify-email#[0-9a-z]{52}$/)
    const token = shown.body.url.split('#')[1] as string
    app.canaries.plant(token)
    expect((await app.browser().post('/auth/email/verify', { token })).status).toBe(200)
    const spent = await operator.browser.post(`/admin/mails/${mail.id}/link`)
    expect(spent).toMatchObject({ status: 409, body: { code: 'link_spent' } })
    const acts = await app.testStore.store.db
      .selectFrom('audit_events')
      .select(['account_id', 'ip'])
      .where('act', '=', 'mail.link_shown')
      .where('target', '=', mail.id)
      .execute()
    expect(acts.map(({ account_id }) => account_id).sort()).toEqual(
      [operator.accountId, person.accountId].sort(),
    )
    const log = await person.browser.get<{ items: { act: string; ip: string | null }[] }>('/me/security-log')
    expect(log.body.items.find(({ act }) => act === 'mail.link_shown')?.ip ?? '').toBe('')
  })

  test('a link that locks an account or asks for a new password can be passed on as well, and works', async () => {
    const person = await makeAccount(app)
    const { accountId, username, password } = person
    const change = (changes: object) => operator.browser.patch(`/admin/accounts/${accountId}`, changes)
    expect((await change({ emailVerified: true })).status).toBe(200)
    expect((await app.browser().post('/auth/sign-in', { username, password })).status).toBe(200)
    expect((await change({ requireNewPassword: true })).status).toBe(200)
    await work()
    const mails = (await list()).filter(({ to }) => to === person.email)
    const linkOf = async (kind: string) => {
      const mail = mails.find((one) => one.kind === kind)
      expect(mail, kind).toMatchObject({ state: 'waiting', link: true })
      const { body } = await operator.browser.post<{ url: string }>(`/admin/mails/${mail?.id}/link`)
      const [path, token] = body.url.slice('http://localhost:3000'.length).split('#') as [string, string]
      app.canaries.plant(token)
      return { path, token }
    }
    expect((await linkOf('new_device')).path).toBe('/not-me')
    const { path, token } = await linkOf('password_required')
    expect(path).toBe('/reset-password')
    const chosen = { token, password: 'a passphrase that was passed on' }
    expect((await app.browser().post('/auth/password/reset', chosen)).status).toBe(204)
  })

  test('showing a link needs a fresh confirmation', async () => {
    const person = await makeAccount(app)
    const { id } = await mailTo(person.email)
    const tired = await makeAccount(app, { operator: true })
    await app.testStore.store.db
      .updateTable('sessions')
      .set({ confirmed_until: 0 })
      .where('account_id', '=', tired.accountId)
      .execute()
    expect(await tired.browser.post(`/admin/mails/${id}/link`)).toMatchObject({
      ...{ status: 403, body: { code: 'confirmation_required' } },
    })
  })
})

describe('the settings', () => {
  test('never show the password, and a saved one stays with its host and name (rule 38)', async () => {
    const saved = await setUp()
    expect(saved.body).toMatchObject({ source: 'console', password: { set: true } })
    expect(saved.text).not.toContain('relay password')
    const { password: _, ...without } = settings()
    expect((await operator.browser.put('/admin/mail', without)).status).toBe(200)
    for (const moved of [{ host: 'localhost' }, { username: 'somebody' }])
      expect(await operator.browser.put('/admin/mail', { ...without, ...moved })).toMatchObject({
        ...{ status: 400, body: { code: 'smtp_password_needed' } },
      })
  })

  test.each([
    [{ from: 'no address' }, 'invalid_sender'],
    [{ host: 'mail.example.com' }, 'smtp_password_in_clear'],
  ])('%j is refused', async (more, code) => {
    expect(await setUp(more)).toMatchObject({ status: 400, body: { code } })
  })

  test.each(['from', 'host', 'username'])('rule 39: no line break in %s', async (field) => {
    for (const end of ['\r\nBcc: eve@example.com', '\n', '\0'])
      expect((await setUp({ [field]: `a@example.com${end}x` })).status).toBe(400)
  })

  test('a test mail goes to the operator, and says what is wrong', async () => {
    expect((await setUp()).status).toBe(200)
    const good = await operator.browser.post('/admin/mail/test')
    expect(good.body).toEqual({ ok: true, to: operator.email, problem: null })
    expect(smtp.last(operator.email).from?.address).toBe('portico@example.com')
    await setUp({ password: 'a wrong one that is long' })
    expect((await operator.browser.post('/admin/mail/test')).body).toMatchObject({
      problem: 'credential_refused',
    })
    await setUp({ security: 'starttls' })
    expect((await operator.browser.post('/admin/mail/test')).body).toMatchObject({
      problem: 'starttls_missing',
    })
    await setUp({ port: 1 })
    expect((await operator.browser.post('/admin/mail/test')).body).toMatchObject({ problem: 'unreachable' })
    await setUp()
  })
})

describe('sending', () => {
  test('a mail whose link was passed on and used meanwhile is not sent: it would ask for what is done', async () => {
    const person = await makeAccount(app)
    const { id } = await mailTo(person.email)
    const { body } = await operator.browser.post<{ url: string }>(`/admin/mails/${id}/link`)
    const token = body.url.split('#')[1] as string
    app.canaries.plant(token)
    expect((await app.browser().post('/auth/email/verify', { token })).status).toBe(200)
    await work()
    expect(await mailTo(person.email)).toMatchObject({ state: 'failed', problem: 'link_spent' })
    expect(smtp.mails.filter(({ to }) => to.includes(person.email))).toEqual([])
  })

  test('what waited goes out in the language of its person, and is forgotten', async () => {
    const person = await makeAccount(app)
    await work()
    const mail = smtp.last(person.email)
    expect(mail.subject).toBe('Verify your e-mail address')
    expect(mail.link).toMatch(/^http:\/\/localhost:3000\/verify-email#/)
    expect(mail.html).toContain(mail.link)
    const { id, state } = await mailTo(person.email)
    expect(state).toBe('sent')
    expect((await rowOf(id)).sealed).toBeNull()
    expect((await operator.browser.post(`/admin/mails/${id}/retry`)).status).toBe(409)
  })

  test('promise 9: sending that is switched off holds for the next mail, while one is under way too', async () => {
    await work()
    await setUp()
    const [first, second] = [await makeAccount(app), await makeAccount(app)]
    smtp.meanwhile(() => operator.browser.delete('/admin/mail'))
    await work()
    expect(await mailTo(first.email)).toMatchObject({ state: 'sent' })
    expect(await mailTo(second.email)).toMatchObject({ state: 'waiting', attempts: 0, link: true })
    await setUp()
    await work()
    expect(await mailTo(second.email)).toMatchObject({ state: 'sent' })
  })

  test('a server that is busy gets it again after growing pauses; a person with a link is not lost', async () => {
    smtp.answer({ code: 451 })
    const person = await makeAccount(app)
    await work()
    expect(await mailTo(person.email)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      problem: 'message_refused',
    })
    await work()
    expect((await mailTo(person.email)).attempts).toBe(1)
    app.clock.advance(minuteMs + 1)
    await work()
    expect((await mailTo(person.email)).attempts).toBe(2)
    smtp.answer(null)
    app.clock.advance(5 * minuteMs + 1)
    await work()
    expect(await mailTo(person.email)).toMatchObject({ state: 'sent', attempts: 3, problem: null })
  })

  test('a mailbox that there is not is given up at once, and a busy one after a day', async () => {
    smtp.answer({ code: 550, at: 'rcpt' })
    const nobody = await makeAccount(app)
    await work()
    expect(await mailTo(nobody.email)).toMatchObject({ state: 'failed', problem: 'recipient_refused' })
    smtp.answer({ code: 451 })
    const late = await makeAccount(app)
    for (let hour = 0; hour < 30; hour += 4) {
      await work()
      app.clock.advance(4 * 60 * minuteMs + 1)
    }
    expect(await mailTo(late.email)).toMatchObject({ state: 'failed', problem: 'message_refused' })
    await operator.browser.post('/auth/sign-in', { username: operator.username, password: operator.password })
    smtp.answer(null)
    const { id } = await mailTo(late.email)
    expect((await operator.browser.post(`/admin/mails/${id}/retry`)).status).toBe(200)
    await work()
    expect((await mailTo(late.email)).state).toBe('sent')
    const other = await mailTo(nobody.email)
    expect((await operator.browser.delete(`/admin/mails/${other.id}`)).status).toBe(204)
    expect((await list()).some(({ id: left }) => left === other.id)).toBe(false)
  })

  test('promise 11: cut between the message and the answer is uncertain, and not sent again by itself', async () => {
    const cut = createServer((socket) => {
      let data = false
      socket.on('error', () => {})
      socket.write('220 cut\r\n')
      socket.on('data', (chunk) => {
        if (data) return chunk.includes('\r\n.\r\n') ? socket.destroy() : undefined
        data = chunk.toString().startsWith('DATA')
        socket.write(data ? '354 go\r\n' : '250 fine\r\n')
      })
    })
    await new Promise<void>((done) => cut.listen(0, '127.0.0.1', done))
    const { port } = cut.address() as { port: number }
    await operator.browser.put('/admin/mail', { ...settings({ port, username: null }), password: undefined })
    const person = await makeAccount(app)
    await work()
    expect(await mailTo(person.email)).toMatchObject({ state: 'uncertain', problem: 'interrupted' })
    await setUp()
    app.clock.advance(60 * minuteMs)
    await work()
    expect((await mailTo(person.email)).state).toBe('uncertain')
    expect(() => smtp.last(person.email)).toThrow()
    await operator.browser.post('/auth/sign-in', { username: operator.username, password: operator.password })
    await operator.browser.post(`/admin/mails/${(await mailTo(person.email)).id}/retry`)
    await work()
    expect((await mailTo(person.email)).state).toBe('sent')
    cut.close()
  })

  test('a node that died: what it had not handed over is sent by another, the rest is uncertain', async () => {
    await operator.browser.delete('/admin/mail')
    const [early, late] = [await makeAccount(app), await makeAccount(app)]
    await work()
    const ids = [(await mailTo(early.email)).id, (await mailTo(late.email)).id]
    for (const [index, state] of ['claimed', 'sending'].entries())
      await app.testStore.store.db
        .updateTable('mails')
        .set({ state, lease: 'of the dead', leased_until: app.clock.now() + 5 * minuteMs, attempts: 1 })
        .where('id', '=', ids[index] as string)
        .execute()
    await setUp()
    await work()
    expect((await mailTo(early.email)).state).toBe('claimed')
    app.clock.advance(5 * minuteMs + 1)
    await work()
    expect((await mailTo(early.email)).state).toBe('sent')
    expect(await mailTo(late.email)).toMatchObject({ state: 'uncertain', problem: 'interrupted' })
  })

  test('20 nodes at once send a mail once', async () => {
    await operator.browser.post('/auth/sign-in', { username: operator.username, password: operator.password })
    await operator.browser.delete('/admin/mail')
    const people = [await makeAccount(app), await makeAccount(app), await makeAccount(app)]
    const nodes = Array.from({ length: 20 }, () => createMailer(app.deps, {}))
    for (const node of nodes) node.start()
    await setUp()
    await Promise.all([work(), ...nodes.map((node) => node.work())])
    await Promise.all(nodes.map((node) => node.stop()))
    for (const { email } of people) {
      expect(smtp.mails.filter(({ to }) => to.includes(email))).toHaveLength(1)
      expect(await mailTo(email)).toMatchObject({ state: 'sent', attempts: 1 })
    }
  })
})

test('the environment wins over the console, which says so', async () => {
  const fixed = await testApp({ PORTICO_SMTP_URL: 'smtps://ada:secret%20one@mail.example.com' })
  const { browser } = await makeAccount(fixed, { operator: true })
  const told = await browser.get('/admin/mail')
  expect(told.body).toMatchObject({
    source: 'environment',
    host: 'mail.example.com',
    port: 465,
    security: 'tls',
  })
  expect(told.text).not.toContain('secret one')
  expect(await browser.put('/admin/mail', settings())).toMatchObject({
    status: 409,
    body: { code: 'mail_locked' },
  })
  expect((await browser.get('/admin/health')).body.mail).toMatchObject({ configured: true, failed: 0 })
  await fixed.close()
})
