import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount, makeOrganization, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

describe('signing up', () => {
  test('opens a session, and makes a personal organization with a wallet and the starting credit', async () => {
    const { browser, accountId, organizationId, slug, username } = await makeAccount(app, {
      username: 'Ada.L',
    })
    const session = await browser.get('/auth/session')
    expect(session.status).toBe(200)
    expect(session.body).toMatchObject({
      account: {
        id: accountId,
        username: 'Ada.L',
        nickname: null,
        email: 'Ada.L@example.com',
        emailVerified: false,
      },
      personalOrganization: { id: organizationId, slug: 'ada-l' },
    })
    expect(username).toBe('Ada.L')
    const organizations = await browser.get<{ items: unknown[] }>('/me/organizations')
    expect(organizations.body.items).toMatchObject([
      { id: organizationId, slug, personal: true, role: 'owner' },
    ])
    const wallet = await app.testStore.store.db
      .selectFrom('meters')
      .select('cap_nanos')
      .where('subject', '=', organizationId)
      .execute()
    expect(wallet).toEqual([{ cap_nanos: 1_000_000_000n }])
  })
})

test('an organization that somebody makes has an empty wallet', async () => {
  const { id, owner, slug } = await makeOrganization(app)
  expect((await owner.browser.get(`/orgs/${slug}`)).body).toMatchObject({
    id,
    slug,
    role: 'owner',
    personal: false,
  })
})
