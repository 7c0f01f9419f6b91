import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../../../testing/index.ts'
import {
  type MadeSecondFactor,
  makeSecondFactor,
  nextStep,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

type Devices = { items: { id: string; current: boolean; expiresAt: string }[] }

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const dayMs = 86_400_000
async function trusted(ada: MadeSecondFactor): Promise<Browser> {
  nextStep(app, 2)
  const browser = await ada.halfSignIn()
  const answer = await browser.post('/auth/second-factor', { code: ada.code(), trustDevice: true })
  expect(answer.status).toBe(200)
  return browser
}
const signIn = (browser: Browser, { username, password }: { username: string; password: string }) =>
  browser.post('/auth/sign-in', { username, password })

describe('a trusted device', () => {
  test('has a secret of its own, is not asked for the second step for 30 days, and the password is still needed', async () => {
    const ada = await makeSecondFactor(app)
    const browser = await trusted(ada)
    const names = [...browser.cookies.keys()].filter((name) => name.startsWith('portico-device-'))
    expect(names).toHaveLength(1)
    const out = await browser.post('/auth/sign-out')
    // Signing out clears what it may, and leaves this.
    expect(out.headers['clear-site-data']).toBe('"storage"')
    expect((await signIn(browser, { ...ada, password: 'wrong' })).status).toBe(401)
    expect((await signIn(browser, ada)).body).toHaveProperty('account')
    app.clock.advance(30 * dayMs)
    expect((await signIn(browser, ada)).body).toHaveProperty('next')
  })

  test('rule 13: less was proven there, so signing in holds no confirmation and the password gives none', async () => {
    const ada = await makeSecondFactor(app)
    const browser = await trusted(ada)
    expect((await signIn(browser, ada)).body.confirmedUntil).toBeNull()
    expect((await browser.post('/me/totp')).body).toMatchObject({
      code: 'confirmation_required',
      methods: ['totp', 'recovery_code'],
    })
    const { password } = ada
    expect((await browser.post('/auth/confirm', { password })).body).toMatchObject({
      status: 403,
      code: 'confirmation_method_refused',
      methods: ['totp', 'recovery_code'],
    })
    const next = 'slow rivers carry lanterns'
    const changed = await browser.post('/me/password', {
      ...{ currentPassword: password, newPassword: next, confirmPassword: next },
    })
    expect(changed.body).toMatchObject({ confirmedUntil: null })
    expect((await browser.post('/me/totp')).body.code).toBe('confirmation_required')
    nextStep(app, 2)
    expect((await browser.post('/auth/confirm', { code: ada.code() })).status).toBe(200)
    expect((await browser.post('/me/totp')).status).toBe(200)
  })

  test('is good for its own account alone', async () => {
    const [ada, li] = [await makeSecondFactor(app), await makeSecondFactor(app)]
    const browser = await trusted(ada)
    const [[, secret] = []] = [...browser.cookies].filter(([name]) => name.startsWith('portico-device-'))
    const other = await trusted(li)
    const [name = ''] = [...other.cookies.keys()].filter((one) => one.startsWith('portico-device-'))
    const thief = app.browser()
    thief.cookies.set(name, secret as string)
    expect((await signIn(thief, li)).body).toHaveProperty('next')
  })

  test('is listed and revoked; somebody else’s is a 404', async () => {
    const [ada, li] = [await makeSecondFactor(app), await makeSecondFactor(app)]
    const [one, two] = [await trusted(ada), await trusted(ada)]
    const list = await one.get<Devices>('/me/trusted-devices')
    expect(list.body.items.map(({ current }) => current)).toEqual([false, true])
    const [second] = list.body.items
    expect((await li.browser.delete(`/me/trusted-devices/${second?.id}`)).status).toBe(404)
    expect((await one.delete(`/me/trusted-devices/${second?.id}`)).status).toBe(204)
    expect((await one.delete(`/me/trusted-devices/${second?.id}`)).status).toBe(404)
    expect((await signIn(two, ada)).body).toHaveProperty('next')
    expect((await signIn(one, ada)).body).toHaveProperty('account')
    expect(JSON.stringify(list.body)).not.toContain('digest')
  })

  test('dies with a changed password, and with a disabled account', async () => {
    const ada = await makeSecondFactor(app)
    const browser = await trusted(ada)
    const next = 'slow rivers carry lanterns'
    const body = { currentPassword: ada.password, newPassword: next, confirmPassword: next }
    expect((await ada.browser.post('/me/password', body)).status).toBe(200)
    const changed = { ...ada, password: next }
    expect((await signIn(browser, changed)).body).toHaveProperty('next')
  })

  test('rule 21: a half sign-in dies with a changed password too', async () => {
    const ada = await makeSecondFactor(app)
    const half = await ada.halfSignIn()
    const next = 'slow rivers carry lanterns'
    await ada.browser.post('/me/password', {
      ...{ currentPassword: ada.password, newPassword: next, confirmPassword: next },
    })
    expect((await half.post('/auth/second-factor', { code: ada.code() })).body.code).toBe('sign_in_over')
  })

  test('what is over is forgotten by the sweeper', async () => {
    const { sweepFactors } = await import('./sweep.ts')
    const ada = await makeSecondFactor(app)
    await trusted(ada)
    await ada.halfSignIn()
    await ada.browser.post('/me/totp')
    const { store } = app.testStore
    const count = async () => {
      let rows = 0
      for (const table of ['sign_in_challenges', 'totp_setups', 'trusted_devices'] as const)
        rows += (
          await store.db
            .selectFrom(table)
            .select('account_id')
            .where('account_id', '=', ada.accountId)
            .execute()
        ).length
      return rows
    }
    await sweepFactors({ store, clock: app.clock })
    expect(await count()).toBe(3)
    app.clock.advance(30 * dayMs)
    await sweepFactors({ store, clock: app.clock })
    expect(await count()).toBe(0)
  })
})

describe('confirming with a second factor', () => {
  test('rules 12 and 13: the refusal names what this person has, and a code or recovery code confirms', async () => {
    const ada = await makeSecondFactor(app)
    for (const proof of [{ code: ada.code(20) }, { recoveryCode: ada.recoveryCodes[0] }]) {
      app.clock.advance(600_001)
      nextStep(app)
      expect((await ada.browser.post('/me/totp')).body).toMatchObject({
        code: 'confirmation_required',
        methods: ['totp', 'recovery_code'],
      })
      const body = 'code' in proof ? { code: ada.code() } : proof
      expect((await ada.browser.post('/auth/confirm', body)).status).toBe(200)
      expect((await ada.browser.post('/auth/confirm', body)).status).toBe(401)
      expect((await ada.browser.post('/me/totp')).status).toBe(200)
    }
    const log = await ada.browser.get<{ items: { act: string }[] }>('/me/security-log')
    expect(log.body.items.map(({ act }) => act)).toContain('recovery_code.used')
    const both = { code: ada.code(), password: ada.password }
    expect((await ada.browser.post('/auth/confirm', both)).status).toBe(400)
    expect((await ada.browser.post('/auth/confirm', {})).status).toBe(400)
  })
})
