import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, makeSecondFactor, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Page = { items: { id: string; username: string }[]; nextCursor: string | null }

describe('accounts, for the operator', () => {
  test('are found by id, name, nickname and address, in pages', async () => {
    const { browser } = await makeAccount(app, { operator: true })
    const ada = await makeAccount(app, { username: 'ada-search', email: 'countess@lovelace.example' })
    await ada.browser.patch('/me', { nickname: 'Enchantress of Number' })
    for (const q of [ada.accountId, 'ADA-search', 'enchantress', 'Lovelace.example']) {
      const found = await browser.get<Page>(`/admin/accounts?q=${encodeURIComponent(q)}`)
      expect(
        found.body.items.map(({ id }) => id),
        q,
      ).toEqual([ada.accountId])
    }
    const first = await browser.get<Page>('/admin/accounts?limit=1')
    const second = await browser.get<Page>(`/admin/accounts?limit=1&cursor=${first.body.nextCursor}`)
    expect(first.body.items[0]?.id).toBe(ada.accountId)
    expect(second.body.items[0]?.id).not.toBe(ada.accountId)
  })

  test('rule 45: search text is text', async () => {
    const { browser } = await makeAccount(app, { operator: true })
    for (const q of [
      '%',
      '__',
      "'",
      '"; drop table accounts; --',
      '\\',
      '\u0000',
      'x'.repeat(10_000),
      '\ud800',
    ]) {
      const found = await browser.get<Page>(`/admin/accounts?q=${encodeURIComponent(q.toWellFormed())}`)
      expect(found.status, JSON.stringify(q.slice(0, 20))).toBe(200)
      expect(found.body.items).toEqual([])
    }
  })

  test('an address that the operator marks as proven signs in, and is unique from then on', async () => {
    const { browser } = await makeAccount(app, { operator: true })
    const email = 'shared@example.com'
    const first = await makeAccount(app, { email })
    const second = await makeAccount(app, { email })
    const prove = (id: string) => browser.patch(`/admin/accounts/${id}`, { emailVerified: true })
    const answers = await Promise.all([prove(first.accountId), prove(second.accountId)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('email_taken')
    const proven = answers[0]?.status === 200 ? first : second
    const { password } = proven
    expect((await app.browser().post('/auth/sign-in', { email, password })).body.account).toMatchObject({
      id: proven.accountId,
    })
    expect((await prove(proven.accountId)).status).toBe(200)
    const log = await proven.browser.get<{ items: { act: string; ip: string | null }[] }>('/me/security-log')
    const event = log.body.items.find(({ act }) => act === 'account.email_verified')
    expect(event).toMatchObject({ outcome: 'ok', ip: null })
  })

  test('an operator cannot disable their own account; unknown accounts are 404', async () => {
    const { browser, accountId } = await makeAccount(app, { operator: true })
    expect((await browser.patch(`/admin/accounts/${accountId}`, { disabled: true })).body.code).toBe(
      'cannot_disable_yourself',
    )
    expect((await browser.patch('/admin/accounts/acc_none', { disabled: true })).status).toBe(404)
    expect((await browser.patch('/admin/accounts/a%00b', { disabled: true })).status).toBe(404)
  })

  test('a second factor that was lost is removed by an operator: the password is enough then, every session and half sign-in ends, and both logs say it', async () => {
    const { browser } = await makeAccount(app, { operator: true })
    const ada = await makeSecondFactor(app)
    const half = await ada.halfSignIn()
    const path = `/admin/accounts/${ada.accountId}`
    const detail = async () => (await browser.get<{ twoFactor: boolean }>(path)).body.twoFactor
    expect(await detail()).toBe(true)
    expect((await browser.patch(path, { twoFactor: true })).status).toBe(400)
    expect(await detail()).toBe(true)

    expect((await browser.patch(path, { twoFactor: false })).status).toBe(200)
    expect(await detail()).toBe(false)
    expect((await ada.browser.get('/me')).status).toBe(401)
    expect((await half.post('/auth/second-factor', { code: ada.code() })).status).toBe(401)
    const recoveryCode = ada.recoveryCodes[0]
    expect((await half.post('/auth/second-factor', { recoveryCode })).status).toBe(401)
    const again = app.browser()
    const { username, password } = ada
    expect((await again.post('/auth/sign-in', { username, password })).body.account).toMatchObject({
      id: ada.accountId,
    })
    const log = await again.get<{ items: { act: string; ip: string | null }[] }>('/me/security-log')
    const events = log.body.items.filter(({ act }) => act === 'account.second_factor_removed')
    expect(events).toMatchObject([{ outcome: 'ok', ip: null }])
    // Nothing was there to remove the second time, so nothing happened.
    expect((await browser.patch(path, { twoFactor: false })).status).toBe(200)
    expect((await again.get('/me')).status).toBe(200)
  })

  test('rule 20: an operator does not remove their own second factor that way; rule 12: nor anybody’s without a fresh proof', async () => {
    const olivia = await makeAccount(app, { operator: true })
    const ada = await makeSecondFactor(app)
    const own = await makeSecondFactor(app, olivia)
    const mine = await own.browser.patch(`/admin/accounts/${own.accountId}`, { twoFactor: false })
    expect([mine.status, mine.body.code]).toEqual([409, 'own_second_factor'])
    app.clock.advance(601_000)
    const late = await own.browser.patch(`/admin/accounts/${ada.accountId}`, { twoFactor: false })
    expect([late.status, late.body.code]).toEqual([403, 'confirmation_required'])
    expect((await ada.browser.get<{ enabled: boolean }>('/me/totp')).body.enabled).toBe(true)
  })

  test('promise 12: who is no operator cannot tell an account that is from one that is not', async () => {
    const { browser, accountId } = await makeAccount(app)
    const plain = async (id: string) =>
      (await browser.patch(`/admin/accounts/${id}`, { disabled: true })).text.replace(/req_[0-9a-z]+/, '')
    expect(await plain(accountId)).toBe(await plain('acc_none'))
    expect(await plain(accountId)).toContain('operator_only')
  })
})
