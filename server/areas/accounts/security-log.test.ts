import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { securityGroupNames } from '../../../contract/security-groups.ts'
import {
  type MadeAccount,
  makeAccount,
  makeKey,
  makeSecondFactor,
  makeToken,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type Event = {
  id: string
  act: string
  outcome: string
  at: string
  ip: string | null
  userAgent: string | null
}
type Said = {
  act: string
  targetName: string | null
  method: string | null
  secondFactor: string | null
  reason: string | null
}
type Page = { items: Event[]; nextCursor: string | null }

let app: TestApp
let ada: MadeAccount
const times: number[] = []
beforeAll(async () => {
  app = await testApp()
  ada = await makeAccount(app)
  const later = () => {
    app.clock.advance(60_000)
    times.push(app.clock.now())
  }
  later()
  await makeKey(app, { owner: ada })
  later()
  await makeToken(app, { owner: ada })
  later()
  await ada.browser.post('/auth/confirm', { password: 'not the password at all' })
  await app.browser().post('/auth/sign-in', { username: ada.username, password: 'not this one either' })
  later()
  await ada.browser.patch('/me', { username: `renamed-${ada.username}` })
  await ada.browser.post('/me/password', {
    currentPassword: ada.password,
    newPassword: 'nine copper kettles whistle',
    confirmPassword: 'nine copper kettles whistle',
  })
})
afterAll(() => app.close())

const read = async (query = '') => (await ada.browser.get<Page>(`/me/security-log${query}`)).body
const actsOf = ({ items }: Page) => items.map(({ act }) => act)
const at = (index: number) => encodeURIComponent(new Date(times[index] as number).toISOString())

describe('rule 46: the security log', () => {
  test('is about groups of acts, and every event is in exactly one of them', async () => {
    const all = await read('?limit=200')
    expect(all.items.length).toBeGreaterThan(5)
    const seen: string[] = []
    for (const group of securityGroupNames) {
      const some = await read(`?limit=200&group=${group}`)
      seen.push(...some.items.map(({ id }) => id))
    }
    expect(seen.sort()).toEqual(all.items.map(({ id }) => id).sort())
    expect(actsOf(await read('?group=keys'))).toEqual(['key.created'])
    expect(actsOf(await read('?group=tokens'))).toEqual(['access_token.created'])
    expect(actsOf(await read('?group=password'))).toEqual(['account.password_changed'])
    expect(actsOf(await read('?group=other'))).toEqual(['account.updated'])
    expect((await read('?group=factors')).items).toEqual([])
  })

  test('is read by outcome and by time, and pages keep to what was asked', async () => {
    const refused = await read('?outcome=refused')
    expect(refused.items.length).toBeGreaterThan(1)
    for (const { outcome } of refused.items) expect(outcome).toBe('refused')
    const between = await read(`?from=${at(0)}&to=${at(2)}`)
    expect(actsOf(between)).toEqual(['access_token.created', 'key.created'])
    expect(actsOf(await read(`?from=${at(0)}&to=${at(1)}&group=tokens`))).toEqual([])
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page = await read(`?limit=1&outcome=refused${cursor === '' ? '' : `&cursor=${cursor}`}`)
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(found).toEqual(refused.items.map(({ id }) => id))
  })

  test('answers a filter that is none with 400', async () => {
    for (const query of ['?group=everything', '?outcome=maybe', '?from=yesterday', '?act=key'])
      expect((await ada.browser.get(`/me/security-log${query}`)).status).toBe(400)
  })

  test('says by what somebody signed in, and why they were refused', async () => {
    const bob = await makeSecondFactor(app)
    const newest = async () => {
      const { items } = (await bob.browser.get<{ items: Said[] }>('/me/security-log?limit=1')).body
      const { act, targetName, method, secondFactor, reason } = items[0] as Said
      return [act, targetName, method, secondFactor, reason]
    }
    const half = await bob.halfSignIn()
    await half.post('/auth/second-factor', { code: bob.code(400) })
    expect(await newest()).toEqual(['account.second_factor', null, null, null, 'wrong_code'])
    await half.post('/auth/second-factor', { code: bob.code(), trustDevice: true })
    const again = { username: bob.username, password: bob.password }
    await half.post('/auth/sign-in', again)
    const log = (await bob.browser.get<{ items: Said[] }>('/me/security-log?group=signIn')).body
    const signedIn = log.items.filter(({ act }) => act === 'account.signed_in')
    expect(signedIn.slice(0, 2)).toMatchObject([
      { method: 'password', secondFactor: 'trusted_device', reason: null },
      { method: 'password', secondFactor: 'totp', reason: null },
    ])

    const carl = await makeAccount(app)
    const { db } = app.testStore.store
    await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', carl.accountId).execute()
    const trying = (body: object) => app.browser().post('/auth/sign-in', body)
    for (let i = 0; i < 11; i += 1) {
      await trying({ username: carl.username, password: 'wrong' })
      await trying({ email: carl.email, password: 'wrong' })
    }
    expect((await trying({ username: carl.username, password: carl.password })).status).toBe(401)
    const tried = await carl.browser.get<{ items: Said[] }>('/me/security-log?limit=100&outcome=refused')
    expect(tried.body.items[0]).toMatchObject({ method: 'password', reason: 'locked' })
    expect(tried.body.items.at(-1)).toMatchObject({ method: 'password', reason: 'wrong_password' })
  })

  test("rule 41: shows nobody else's, whatever is asked", async () => {
    const eve = await makeAccount(app)
    const log = await eve.browser.get<Page>('/me/security-log?outcome=refused')
    expect(log.body.items).toEqual([])
  })
})
