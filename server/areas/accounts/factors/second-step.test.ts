import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '../../../../contract/index.ts'
import type { Browser } from '../../../testing/index.ts'
import { makeAccount, makeSecondFactor, nextStep, type TestApp, testApp } from '../../../testing/index.ts'
import { names, pathOf, titleOf } from '../../../testing/walk/requests.ts'
import { makeWorld } from '../../../testing/walk/world.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const times = <T>(count: number, act: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => act(i)))
const finish = (browser: Browser, body: object) => browser.post('/auth/second-factor', body)
/** Tries are counted in windows of 15 minutes and of a day: begins fresh ones, so that none ends in the middle. */
const freshWindow = (): void => app.clock.advance(172_800_000 - (app.clock.now() % 86_400_000) + 1000)
const copy = (from: Browser): Browser => {
  const browser = app.browser()
  for (const [name, value] of from.cookies) browser.cookies.set(name, value)
  return browser
}

describe('the second step of signing in', () => {
  test('rule 21: the right password is half a sign-in, and a code makes it whole', async () => {
    const ada = await makeSecondFactor(app)
    const browser = app.browser()
    const first = await browser.post('/auth/sign-in', { username: ada.username, password: ada.password })
    expect(first.status).toBe(200)
    expect(first.body).toEqual({ next: 'second_factor', methods: ['totp', 'recovery_code'] })
    expect([...browser.cookies.keys()]).toEqual(['portico-second'])
    const cookie = String(first.headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).toMatch(/Max-Age=600/)
    const done = await finish(browser, { code: ada.code() })
    expect(done.body).toMatchObject({ account: { id: ada.accountId } })
    expect([...browser.cookies.keys()].filter((name) => !name.includes('-known-'))).toEqual(['portico'])
    expect((await browser.get('/me')).status).toBe(200)
  })

  test('rule 21: half signed in reaches no other route, whatever cookie its token is put into', async () => {
    const world = await makeWorld(app)
    const ada = await makeSecondFactor(app, world.members.owner)
    const half = await ada.halfSignIn()
    half.cookies.set('portico', half.cookies.get('portico-second') as string)
    const given = names(world)
    let asked = 0
    for (const endpoint of Object.values(contract).flatMap((area) => Object.values(area))) {
      if (endpoint.access.kind === 'public' || endpoint.access.kind === 'key') continue
      const answer = await half.request(endpoint.method, pathOf(endpoint, given))
      expect(answer.body, titleOf(endpoint)).toMatchObject({ status: 401, code: 'session_required' })
      asked += 1
    }
    expect(asked).toBeGreaterThan(60)
  })

  test('rule 8: nobody adopts a planted half sign-in, and another browser has no part in one', async () => {
    const ada = await makeSecondFactor(app)
    const planted = app.browser()
    planted.cookies.set('portico-second', 'a'.repeat(52))
    await ada.halfSignIn(planted)
    expect(planted.cookies.get('portico-second')).not.toBe('a'.repeat(52))
    expect((await finish(app.browser(), { code: ada.code() })).body.code).toBe('sign_in_over')
    const session = await finish(planted, { code: ada.code() })
    expect(session.status).toBe(200)
    expect((await finish(copy(planted), { code: ada.code(1) })).body.code).toBe('sign_in_over')
  })

  test('it takes ten minutes at most, and the code of the step before or after does', async () => {
    const ada = await makeSecondFactor(app)
    const late = await ada.halfSignIn()
    app.clock.advance(600_001)
    expect((await finish(late, { code: ada.code() })).body.code).toBe('sign_in_over')
    nextStep(app, 3)
    for (const [steps, status] of [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [1, 200],
    ] as const) {
      const half = await ada.halfSignIn()
      expect((await finish(half, { code: ada.code(steps) })).status, `${steps} steps`).toBe(status)
    }
  })

  test('rule 17: the same code signs in once, in a row, across half sign-ins and of 20 at once', async () => {
    const ada = await makeSecondFactor(app)
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).status).toBe(200)
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).body.code).toBe('wrong_code')
    freshWindow()
    const halves: Browser[] = []
    for (let i = 0; i < 20; i += 1) halves.push(await ada.halfSignIn())
    const code = ada.code()
    const apart = await times(20, (i) => finish(halves[i] as Browser, { code }))
    expect(apart.filter(({ status }) => status === 200)).toHaveLength(1)
    freshWindow()
    const half = await ada.halfSignIn()
    const next = ada.code()
    const together = await times(20, () => finish(copy(half), { code: next }))
    expect(together.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('rule 17: an older step after a newer one is refused', async () => {
    const ada = await makeSecondFactor(app)
    expect((await finish(await ada.halfSignIn(), { code: ada.code(1) })).status).toBe(200)
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).body.code).toBe('wrong_code')
    expect((await finish(await ada.halfSignIn(), { code: ada.code(-1) })).body.code).toBe('wrong_code')
  })

  test('rule 49: what is empty or no code verifies nothing', async () => {
    const ada = await makeSecondFactor(app)
    const half = await ada.halfSignIn()
    for (const body of [{ code: '' }, { code: '12345' }, { recoveryCode: '' }, { recoveryCode: '-' }])
      expect((await finish(half, body)).status, JSON.stringify(body)).toBe(401)
    for (const body of [{}, { code: ada.code(), recoveryCode: ada.recoveryCodes[0] }, { code: null }])
      expect((await finish(half, body)).status, JSON.stringify(body)).toBe(400)
  })

  test('rules 10 and 21: what changed while the password was looked at counts: a second factor that is new, a password that is old', async () => {
    const { passwords } = app.services
    const { verify } = passwords
    const meanwhile = async (act: () => Promise<unknown>, signIn: () => Promise<{ body: object }>) => {
      passwords.verify = async (typed, stored) => {
        passwords.verify = verify
        const good = await verify(typed, stored)
        await act()
        return good
      }
      return (await signIn()).body
    }
    const [ada, li] = [await makeAccount(app), await makeAccount(app)]
    const signIn = ({ username, password }: typeof ada) =>
      app.browser().post('/auth/sign-in', { username, password })
    expect(
      await meanwhile(
        () => makeSecondFactor(app, ada),
        () => signIn(ada),
      ),
    ).toHaveProperty('next')
    const next = 'slow rivers carry lanterns'
    const change = { currentPassword: li.password, newPassword: next, confirmPassword: next }
    const late = await meanwhile(
      () => li.browser.post('/me/password', change),
      () => signIn(li),
    )
    expect(late).toMatchObject({ status: 401, code: 'invalid_credentials' })
  })

  test('rule 46: who knew the password and not the code is in the security log', async () => {
    const ada = await makeSecondFactor(app)
    await finish(await ada.halfSignIn(), { code: '12345' })
    const log = await ada.browser.get<{ items: object[] }>('/me/security-log')
    expect(log.body.items.slice(0, 2)).toMatchObject([
      { act: 'account.second_factor', outcome: 'refused' },
      { act: 'account.second_factor_asked', outcome: 'ok' },
    ])
  })
})

describe('wrong codes', () => {
  test('rule 18: a half sign-in survives five, 20 at once too; then the right code fails', async () => {
    const ada = await makeSecondFactor(app)
    freshWindow()
    const half = await ada.halfSignIn()
    const answers = await times(20, () => finish(copy(half), { code: '12345' }))
    expect(answers.filter(({ body }) => body.code === 'wrong_code')).toHaveLength(5)
    expect(answers.filter(({ body }) => body.code === 'sign_in_over')).toHaveLength(15)
    expect((await finish(half, { code: ada.code() })).body.code).toBe('sign_in_over')
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).status).toBe(200)
  })

  test('rule 18: an account has ten over all factors and places, 20 at once too; then the right ones fail', async () => {
    const ada = await makeSecondFactor(app)
    freshWindow()
    const halves: Browser[] = []
    for (let i = 0; i < 20; i += 1) halves.push(await ada.halfSignIn())
    const tries = await times(20, (i) => {
      const body = i % 2 === 0 ? { code: '12345' } : { recoveryCode: 'aaaa-bbbb-cccc-dddd' }
      return i % 4 === 0 ? copy(ada.browser).post('/auth/confirm', body) : finish(halves[i] as Browser, body)
    })
    const codes = tries.map(({ body }) => body.code)
    expect(codes.filter((code) => String(code).startsWith('wrong_'))).toHaveLength(10)
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(10)
    const fresh = await ada.halfSignIn()
    expect((await finish(fresh, { code: ada.code() })).body.code).toBe('too_many_requests')
    expect((await finish(fresh, { recoveryCode: ada.recoveryCodes[0] })).body.code).toBe('too_many_requests')
    expect((await ada.browser.post('/auth/confirm', { code: ada.code() })).body.code).toBe(
      'too_many_requests',
    )
    const { password } = ada
    const disable = await ada.browser.request('DELETE', '/me/totp', { password, code: ada.code() })
    expect(disable.body.code).toBe('too_many_requests')
    // Others are not locked, and the lock ends.
    const li = await makeSecondFactor(app)
    expect((await finish(await li.halfSignIn(), { code: li.code() })).status).toBe(200)
    app.clock.advance(900_000)
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).status).toBe(200)
  })

  test('rule 18: fifty in a day, however they are spread', async () => {
    const ada = await makeSecondFactor(app)
    freshWindow()
    for (let window = 0; window < 5; window += 1) {
      for (let i = 0; i < 10; i += 1)
        expect((await ada.browser.post('/auth/confirm', { code: '12345' })).body.code).toBe('wrong_code')
      app.clock.advance(900_000)
    }
    expect((await finish(await ada.halfSignIn(), { code: ada.code() })).body.code).toBe('too_many_requests')
  })

  test('rule 18: a known device still gets in, during the lock of the codes and of the password', async () => {
    const ada = await makeSecondFactor(app)
    freshWindow()
    const known = await ada.halfSignIn()
    expect((await finish(known, { code: ada.code(), trustDevice: true })).status).toBe(200)
    await known.post('/auth/sign-out')
    const { username, password } = ada
    for (let i = 0; i < 11; i += 1) await ada.browser.post('/auth/confirm', { code: '12345' })
    await times(25, () => app.browser().post('/auth/sign-in', { username, password: 'wrong' }))
    expect((await app.browser().post('/auth/sign-in', { username, password })).status).toBe(429)
    const answer = await known.post('/auth/sign-in', { username, password })
    expect(answer.body).toMatchObject({ account: { id: ada.accountId } })
    // Its own tries are counted as well.
    await times(25, () => copy(known).post('/auth/sign-in', { username, password: 'wrong' }))
    expect((await copy(known).post('/auth/sign-in', { username, password })).status).toBe(429)
    // And it is known for its own account only.
    const li = await makeAccount(app)
    const foreign = await known.post('/auth/sign-in', { username: li.username, password: 'wrong' })
    expect(foreign.status).toBe(401)
  })
})
