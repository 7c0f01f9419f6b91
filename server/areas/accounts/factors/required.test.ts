import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeKey,
  makeOrganization,
  makeSecondFactor,
  makeToken,
  type TestApp,
  testApp,
} from '../../../testing/index.ts'

let app: TestApp
let operator: Awaited<ReturnType<typeof makeSecondFactor>>
beforeAll(async () => {
  app = await testApp()
  operator = await makeSecondFactor(app, await makeAccount(app, { operator: true }))
})
beforeEach(() => require('off'))
afterAll(() => app.close())

type Rule = 'off' | 'operators' | 'everyone' | 'except_linked'
async function require(rule: Rule): Promise<void> {
  app.clock.advance(30_000)
  const confirmed = await operator.browser.post('/auth/confirm', { code: operator.code() })
  if (confirmed.status !== 200) throw new Error(confirmed.text)
  const done = await operator.browser.patch('/admin/settings', { requireTwoFactor: rule })
  if (done.status !== 200) throw new Error(done.text)
}
const setMethod = (person: MadeAccount, method: string) =>
  app.testStore.store.db
    .updateTable('sessions')
    .set({ method })
    .where('account_id', '=', person.accountId)
    .execute()
const may = async ({ browser }: MadeAccount) => (await browser.get('/me/organizations')).status
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('rule 22: a second factor that the operator requires', () => {
  test('is off until it is decided', async () => {
    const { browser } = operator
    expect((await browser.get('/admin/settings')).body).toMatchObject({
      requireTwoFactor: 'off',
      defaults: { requireTwoFactor: 'off' },
    })
    expect(await may(await makeAccount(app))).toBe(200)
  })

  test('of everyone: who has none reaches what sets it up and nothing else, at once, with a token as well', async () => {
    const person = await makeAccount(app)
    const token = await makeToken(app, { owner: person })
    await require('everyone')
    for (const path of ['/me/organizations', '/me/sessions', `/orgs/${person.slug}`, '/orgs/nobody']) {
      const answer = await person.browser.get(path)
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'two_factor_required'])
    }
    const withToken = await app.browser().get(`/orgs/${person.slug}`, bearer(token.secret))
    expect([withToken.status, withToken.body.code]).toEqual([403, 'two_factor_required'])
    for (const path of ['/auth/session', '/me', '/me/preferences', '/me/totp'])
      expect([path, (await person.browser.get(path)).status]).toEqual([path, 200])
    await makeSecondFactor(app, person)
    expect(await may(person)).toBe(200)
    expect((await app.browser().get(`/orgs/${person.slug}`, bearer(token.secret))).status).toBe(200)
  })

  test('somebody new is asked for it as well, and API keys go on', async () => {
    const { secret } = await makeKey(app)
    await require('everyone')
    expect(await may(await makeAccount(app))).toBe(403)
    expect((await app.browser().get('/whoami', bearer(secret))).status).toBe(200)
  })

  test('of operators: nobody else is asked', async () => {
    const other = await makeAccount(app, { operator: true })
    const person = await makeAccount(app)
    await require('operators')
    expect(await may(person)).toBe(200)
    expect((await other.browser.get('/admin/settings')).body.code).toBe('two_factor_required')
    expect((await operator.browser.get('/admin/settings')).status).toBe(200)
  })

  test('a session that a passkey opened has proven two; one by a linked identity is spared where the rule says so', async () => {
    const person = await makeAccount(app)
    await require('everyone')
    await setMethod(person, 'passkey')
    expect(await may(person)).toBe(200)
    await setMethod(person, 'identity')
    expect(await may(person)).toBe(403)
    await require('except_linked')
    expect(await may(person)).toBe(200)
    await setMethod(person, 'password')
    expect(await may(person)).toBe(403)
  })

  test('is switched on by an operator who has one: nobody locks themselves out', async () => {
    const other = await makeAccount(app, { operator: true })
    for (const rule of ['operators', 'everyone', 'except_linked'] as const) {
      const answer = await other.browser.patch('/admin/settings', { requireTwoFactor: rule })
      expect([answer.status, answer.body.code]).toEqual([409, 'own_second_factor_first'])
    }
    expect((await operator.browser.get('/admin/settings')).body.requireTwoFactor).toBe('off')
  })

  test('is not turned off by who needs it', async () => {
    const person = await makeSecondFactor(app)
    const off = (code: string) =>
      person.browser.request('DELETE', '/me/totp', { password: person.password, code })
    await require('everyone')
    const kept = await off(person.code())
    expect([kept.status, kept.body.code]).toEqual([409, 'two_factor_kept_by_operator'])
    expect((await person.browser.get('/me/totp')).body.enabled).toBe(true)
    await require('operators')
    expect((await off(person.code(1))).status).toBe(200)
  })
})

describe('rule 22: a second factor that an organization requires', () => {
  async function shared() {
    const owner = await makeSecondFactor(app)
    const organization = await makeOrganization(app, owner)
    const member = await makeAccount(app)
    await addMember(app, organization, member, 'member')
    return { owner, member, path: `/orgs/${organization.slug}` }
  }
  const from = (days: number) => new Date(app.clock.now() + days * 86_400_000).toISOString()

  test('holds from its date on, for that organization alone, and is lifted at once', async () => {
    const { owner, member, path } = await shared()
    const set = await owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom: from(1) })
    expect([set.status, set.body.membersWithoutTwoFactor]).toEqual([200, 1])
    expect((await member.browser.get(path)).status).toBe(200)
    app.clock.advance(86_400_000)
    const refused = await member.browser.get(path)
    expect([refused.status, refused.body.code]).toEqual([403, 'organization_requires_two_factor'])
    expect((await member.browser.get(`/orgs/${member.slug}`)).status).toBe(200)
    const mine = await member.browser.get<{ items: { slug: string; twoFactorMissing: boolean }[] }>(
      '/me/organizations',
    )
    expect(mine.body.items.map(({ twoFactorMissing }) => twoFactorMissing)).toEqual([false, true])
    expect((await owner.browser.get(path)).status).toBe(200)
    await owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom: null })
    expect((await member.browser.get(path)).status).toBe(200)
  })

  test('members who have none are written to when the day is set or moved, and nobody else', async () => {
    const { owner, member, path } = await shared()
    const { db } = app.testStore.store
    const set = (requireTwoFactorFrom: string | null) =>
      owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom })
    for (const { accountId } of [owner, member])
      await db.updateTable('emails').set({ verified_at: 1 }).where('account_id', '=', accountId).execute()
    const [first, second] = [from(7), from(3)]
    await set(first)
    await set(first)
    await owner.browser.patch(`${path}/policy`, { recordIp: 'off' })
    await set(null)
    await set(second)
    const mails = await db
      .selectFrom('mails')
      .select(['account_id', 'kind'])
      .where('kind', '=', 'second_factor_due')
      .execute()
    expect(mails.map(({ account_id }) => account_id)).toEqual([member.accountId, member.accountId])
  })

  test('a member’s access token is refused with them, their API keys go on', async () => {
    const { owner, member, path } = await shared()
    const token = await makeToken(app, { owner: member })
    const made = await member.browser.post<{ secret: string }>(`${path}/keys`, { name: 'goes on' })
    expect(made.status).toBe(201)
    await owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom: from(0) })
    const refused = await app.browser().get(path, bearer(token.secret))
    expect(refused.body.code).toBe('organization_requires_two_factor')
    expect((await app.browser().get('/whoami', bearer(made.body.secret))).status).toBe(200)
    await makeSecondFactor(app, member)
    expect((await app.browser().get(path, bearer(token.secret))).status).toBe(200)
  })

  test('who has none requires it of nobody, and a stranger still finds nothing there', async () => {
    const { owner, path } = await shared()
    const lone = await makeAccount(app)
    const answer = await lone.browser.patch(`/orgs/${lone.slug}/policy`, { requireTwoFactorFrom: from(0) })
    expect([answer.status, answer.body.code]).toEqual([409, 'own_second_factor_first'])
    await owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom: from(0) })
    expect((await lone.browser.get(path)).status).toBe(404)
  })

  test('a member does not turn theirs off, and is told which organization wants it', async () => {
    const { owner, path } = await shared()
    const organization = (await owner.browser.get<{ name: string }>(path)).body
    await owner.browser.patch(`${path}/policy`, { requireTwoFactorFrom: from(0) })
    const proof = { password: owner.password, code: owner.code() }
    const kept = await owner.browser.request('DELETE', '/me/totp', proof)
    expect([kept.status, kept.body.code]).toEqual([409, 'two_factor_kept_by_organization'])
    expect(kept.body.organization).toBe(organization.name)
  })
})
