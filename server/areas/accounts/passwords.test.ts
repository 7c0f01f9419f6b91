import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, type TestApp, testApp } from '../../testing/index.ts'
import { hashPassword } from './passwords/hash.ts'

let app: TestApp
beforeAll(async () => {
  // Of 200 that wait each is hashed at its full cost, which takes minutes where five other tests run: here fewer find a place.
  app = await testApp({ PORTICO_TRUSTED_PROXIES: '127.0.0.1' }, { passwords: { waiting: 64 } })
})
afterAll(() => app.close())

let people = 0
function signUp(password: string, username?: string) {
  people += 1
  const name = username ?? `person${people}`
  return app.browser().post('/auth/sign-up', { username: name, email: `${name}@example.com`, password })
}
const signIn = (username: string, password: string) =>
  app.browser().post('/auth/sign-in', { username, password })

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/** Counts the passwords that are looked at; `stop` puts back what was there. */
function countLooks() {
  const { passwords } = app.services
  const { verify } = passwords
  const looks = { begun: 0, done: 0, stop: () => Object.assign(passwords, { verify }) }
  passwords.verify = (password, stored) => {
    looks.begun += 1
    return verify(password, stored).finally(() => {
      looks.done += 1
    })
  }
  return looks
}

describe('passwords', () => {
  test('rule 1: at least 15 characters unless the operator says otherwise, at least 64 allowed', async () => {
    expect((await signUp('fourteen chars')).body).toMatchObject({
      status: 400,
      code: 'password_too_short',
      errors: [{ path: 'password' }],
    })
    expect((await signUp('fifteen chars!!')).status).toBe(201)
    expect((await signUp('unusual words, '.repeat(20).concat('and one end'))).status).toBe(201)
    const methods = await app.browser().get('/auth/methods')
    expect(methods.body.passwordMinLength).toBe(15)
    await app.testStore.store.transaction((tx) => app.services.settings.change(tx, { passwordMinLength: 8 }))
    expect((await signUp('wq8 zhk!')).status).toBe(201)
    await app.testStore.store.transaction((tx) => app.services.settings.change(tx, { passwordMinLength: 15 }))
    expect((await signUp('wq8 zhk!')).status).toBe(400)
  })

  test('rule 2: composed and decomposed letters are one password; letter case and the part behind byte 72 count', async () => {
    const password = `Cafe\u0301 ${'y'.repeat(70)} and the rest`
    expect((await signUp(password, 'normal')).status).toBe(201)
    expect((await signIn('normal', password.normalize('NFC'))).status).toBe(200)
    expect((await signIn('normal', password.normalize('NFD'))).status).toBe(200)
    expect((await signIn('normal', password.toLowerCase())).status).toBe(401)
    expect((await signIn('normal', password.normalize('NFC').slice(0, 71))).status).toBe(401)
    expect((await signIn('normal', `${password} `)).status).toBe(401)
  })

  test("rule 3: common passwords, one's own name or address and the product's name are refused", async () => {
    const refused = [
      ['passwordpassword', 'password_too_common'],
      ['self-evident-name', 'password_guessable'],
      ['self-evident-name@example.com', 'password_guessable'],
      ['PORTICO portico 99', 'password_guessable'],
    ]
    for (const [password = '', code] of refused)
      expect((await signUp(password, 'self-evident-name')).body).toMatchObject({ status: 400, code })
  })

  test('rule 5: an older hash is made again at the next sign-in, and signs in before and after', async () => {
    const { accountId, username, password } = await makeAccount(app)
    const { db } = app.testStore.store
    const weak = await hashPassword(password, { memory: 8192, passes: 1, lanes: 1 })
    await db.updateTable('passwords').set({ hash: weak }).where('account_id', '=', accountId).execute()
    expect((await signIn(username, password)).status).toBe(200)
    const row = await db
      .selectFrom('passwords')
      .select('hash')
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await signIn(username, password)).status).toBe(200)
  })

  test('rule 5: a body over the limit is refused before anything is hashed', async () => {
    const looks = countLooks()
    const body = { username: 'x', password: 'x'.repeat(70_000) }
    const answer = await app.browser().post('/auth/sign-in', body)
    expect(answer.body).toMatchObject({ status: 413, code: 'body_too_large' })
    await signIn('x', 'one that is not too long')
    looks.stop()
    expect(looks.begun, 'the second one only').toBe(1)
  })

  // How long it takes is measured by bench/passwords; here the hashes that end meanwhile are the clock.
  test('rule 5: 200 sign-ins at once leave other routes fast, and whoever finds no place is told when to return', async () => {
    const { browser } = await makeAccount(app)
    const tried = () =>
      app.testStore.store.db
        .selectFrom('throttles')
        .select(({ fn }) => fn.sum<number | null>('used').as('used'))
        .where('bucket', 'like', 'password:%')
        .executeTakeFirstOrThrow()
    const names = () =>
      app.testStore.store.db
        .selectFrom('throttles')
        .select('bucket')
        .where('bucket', 'like', 'sign-in-name:%')
        .execute()
    const before = (await tried()).used ?? 0
    const namesBefore = (await names()).length
    const looks = countLooks()
    const attack = Array.from({ length: 200 }, (_, i) =>
      app
        .browser()
        .post(
          '/auth/sign-in',
          { username: `nobody${i}`, password: 'not the password' },
          { 'x-forwarded-for': `198.51.100.${i}` },
        ),
    )
    let under = true
    const all = Promise.all(attack).finally(() => {
      under = false
    })
    // From when the first have come as far as their passwords.
    await expect.poll(() => looks.begun, { interval: 1, timeout: 30_000 }).toBeGreaterThan(3)
    const waits: number[] = []
    while (under && waits.length < 50) {
      const asked = looks.done
      expect((await browser.get('/me')).status).toBe(200)
      waits.push(looks.done - asked)
    }
    const answers = await all
    looks.stop()
    expect(waits.length, 'others are answered while passwords wait for their turn').toBeGreaterThan(10)
    expect(median(waits), 'without waiting for more than a few of them').toBeLessThan(5)
    const busy = answers.filter(({ status }) => status === 503)
    expect(answers.filter(({ status }) => status === 401).length + busy.length).toBe(200)
    expect(busy.length).toBeGreaterThan(50)
    expect(busy[0]?.body.code).toBe('busy')
    expect(Number(busy[0]?.headers['retry-after'])).toBeGreaterThan(0)
    // Nobody looked at their passwords, so they were no tries.
    expect(((await tried()).used ?? 0) - before).toBe(200 - busy.length)
    expect((await names()).length - namesBefore, 'and nothing was written for them').toBe(200 - busy.length)
  })

  test('rule 6: what a password manager makes is taken as it is', async () => {
    const made = ` "'<>&%$\\\t🧭 \u00a0${'kX9#'.repeat(30)} `
    expect((await signUp(made, 'managed')).status).toBe(201)
    expect((await signIn('managed', made.trim())).status).toBe(401)
    expect((await signIn('managed', made)).status).toBe(200)
  })

  test('rule 49: an empty or missing password never signs in', async () => {
    const { username, accountId } = await makeAccount(app)
    expect((await signIn(username, '')).status).toBe(401)
    expect((await app.browser().post('/auth/sign-in', { username })).status).toBe(400)
    await app.testStore.store.db.deleteFrom('passwords').where('account_id', '=', accountId).execute()
    expect((await signIn(username, '')).status).toBe(401)
    expect((await signIn('', '')).status).toBe(401)
  })
})
