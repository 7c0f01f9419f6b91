import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../lib/secret.ts'
import { makeAccount, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

describe('the profile', () => {
  test('is complete once it has a nickname; each change touches only what it names', async () => {
    const { browser } = await makeAccount(app)
    expect((await browser.get('/me')).body).toMatchObject({
      profileComplete: false,
      nickname: null,
      theme: 'system',
    })
    expect((await browser.patch('/me', { locale: 'zh', theme: 'dark' })).body).toMatchObject({
      profileComplete: false,
      locale: 'zh',
    })
    const done = await browser.patch('/me', { nickname: '  Ada 🧮 ', timeZone: 'Asia/Shanghai' })
    expect(done.body).toMatchObject({
      profileComplete: true,
      nickname: 'Ada 🧮',
      locale: 'zh',
      timeZone: 'Asia/Shanghai',
      theme: 'dark',
    })
    expect((await browser.get('/auth/session')).body.account).toMatchObject({
      profileComplete: true,
      nickname: 'Ada 🧮',
    })
    expect((await browser.patch('/me', {})).status).toBe(200)
  })

  test('preferences: each change touches only what it names, and a page is hidden once', async () => {
    const { browser } = await makeAccount(app)
    const first = { locale: null, timeZone: null, theme: 'system', sidebar: { hidden: [] } }
    expect((await browser.get('/me/preferences')).body).toEqual(first)
    const hidden = ['wallet', 'playground', 'wallet']
    const changed = await browser.patch('/me/preferences', { theme: 'dark', sidebar: { hidden } })
    const second = { ...first, theme: 'dark', sidebar: { hidden: ['wallet', 'playground'] } }
    expect(changed.body).toEqual(second)
    const third = { ...second, locale: 'zh', timeZone: 'Asia/Shanghai' }
    const { locale, timeZone } = third
    expect((await browser.patch('/me/preferences', { locale, timeZone })).body).toEqual(third)
    expect((await browser.get('/me/preferences')).body).toEqual(third)
    expect((await browser.get('/auth/session')).body.account).toMatchObject({
      hiddenPages: ['wallet', 'playground'],
      locale: 'zh',
    })
    for (const body of [
      { sidebar: { hidden: ['<b>'] } },
      { sidebar: { hidden: Array.from({ length: 41 }, () => 'wallet') } },
      { theme: 'pink' },
      { timeZone: 'Mars/Olympus' },
    ])
      expect((await browser.patch('/me/preferences', body)).status, JSON.stringify(body)).toBe(400)
    expect((await browser.get('/me/preferences')).body).toEqual(third)
  })

  test('refuses what cannot be shown or is no time zone', async () => {
    const { browser } = await makeAccount(app)
    for (const nickname of ['', '   ', '\u200b', 'a\nb', 'a\u202eb', 'x'.repeat(81), 'a\u0000'])
      expect((await browser.patch('/me', { nickname })).body.code, JSON.stringify(nickname)).toBe(
        'invalid_nickname',
      )
    for (const timeZone of ['Mars/Olympus', '+01:00', ''])
      expect((await browser.patch('/me', { timeZone })).body.code, timeZone).toBe('invalid_time_zone')
  })

  test('a username can change; the old one is never given to anybody again', async () => {
    const { browser, password } = await makeAccount(app, { username: 'first-name' })
    expect((await browser.patch('/me', { username: 'second-name' })).body.username).toBe('second-name')
    expect((await browser.patch('/me', { username: 'Second-Name' })).body.username).toBe('Second-Name')
    expect((await browser.patch('/me', { username: 'admin' })).body.code).toBe('invalid_username')
    const taken = await app
      .browser()
      .post('/auth/sign-up', { username: 'FIRST-name', email: 'x@example.com', password })
    expect(taken.body).toMatchObject({ status: 409, code: 'username_taken' })
    expect((await app.browser().post('/auth/sign-in', { username: 'second-name', password })).status).toBe(
      200,
    )
    expect((await app.browser().post('/auth/sign-in', { username: 'first-name', password })).status).toBe(401)
    const log = await browser.get<{ items: { act: string }[] }>('/me/security-log')
    expect(log.body.items.map(({ act }) => act)).toContain('account.updated')
  })

  test('an old username can be taken back by its owner alone, and by nobody where it is nobody’s', async () => {
    const { browser } = await makeAccount(app, { username: 'went-away' })
    const { browser: other } = await makeAccount(app)
    const asked = (who: typeof browser, username: string) => who.patch('/me', { username })
    expect((await asked(browser, 'elsewhere')).status).toBe(200)
    expect((await asked(other, 'Went-Away')).body).toMatchObject({ status: 409, code: 'username_taken' })
    expect((await asked(browser, 'Went-Away')).body.username).toBe('Went-Away')
    // The name in between is the same person's.
    expect((await asked(other, 'elsewhere')).body.code).toBe('username_taken')
    expect((await asked(browser, 'elsewhere')).status).toBe(200)
    const { db } = app.testStore.store
    await db
      .insertInto('reserved_usernames')
      .values({ digest: digestOf('gone'), account_id: null, at: 0 })
      .execute()
    expect((await asked(browser, 'gone')).body.code).toBe('username_taken')
  })

  test('of 20 people who want one username at once, one gets it', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => makeAccount(app)))
    const answers = await Promise.all(
      people.map(({ browser }) => browser.patch('/me', { username: 'The.One' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array(19).fill(409)])
  })
})
