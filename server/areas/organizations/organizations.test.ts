import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addMember, makeAccount, makeOrganization, type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

describe('organizations', () => {
  test('are found by slug, by id and by every slug they had', async () => {
    const { id, owner, slug } = await makeOrganization(app)
    const { browser } = owner
    expect((await browser.get(`/orgs/${id}`)).body).toMatchObject({ id, slug })
    const renamed = await browser.patch(`/orgs/${slug}`, { slug: `${slug}-new`, name: '  New name ' })
    expect(renamed.body).toMatchObject({ id, slug: `${slug}-new`, name: 'New name', role: 'owner' })
    for (const named of [slug, `${slug}-new`, id])
      expect((await browser.get(`/orgs/${named}`)).body).toMatchObject({ id, slug: `${slug}-new` })
    // Its own alias can become its slug again.
    expect((await browser.patch(`/orgs/${id}`, { slug })).body.slug).toBe(slug)
    const audit = await browser.get<{ items: { act: string; details: unknown }[] }>(
      `/orgs/${id}/audit?limit=1`,
    )
    expect(audit.body.items[0]).toMatchObject({
      act: 'organization.updated',
      accountId: owner.accountId,
      details: { from: { slug: `${slug}-new` }, to: { slug } },
    })
    expect((await browser.patch(`/orgs/${id}`, {})).status).toBe(200)
  })

  test('of 20 new names at once none is lost, and the trail of old and new ones has no gap', async () => {
    const { id, owner } = await makeOrganization(app, undefined, { name: 'Name' })
    const names = Array.from({ length: 20 }, (_, i) => `Name ${i}`)
    await Promise.all(names.map((name) => owner.browser.patch(`/orgs/${id}`, { name })))
    type Item = { details: { from: { name: string }; to: { name: string } } }
    const audit = await owner.browser.get<{ items: Item[] }>(`/orgs/${id}/audit?act=organization.updated`)
    const next = new Map(audit.body.items.map(({ details }) => [details.from.name, details.to.name]))
    let at = 'Name'
    for (let i = 0; i < 20; i += 1) at = next.get(at) ?? 'a gap'
    expect((await owner.browser.get(`/orgs/${id}`)).body.name).toBe(at)
  })

  test('a slug or alias is never given to others', async () => {
    const { owner, slug } = await makeOrganization(app)
    await owner.browser.patch(`/orgs/${slug}`, { slug: `${slug}-later` })
    const other = await makeAccount(app)
    for (const taken of [slug, `${slug}-later`]) {
      expect((await other.browser.post('/orgs', { name: 'x', slug: taken })).body).toMatchObject({
        status: 409,
        code: 'slug_taken',
      })
      expect((await other.browser.patch(`/orgs/${other.slug}`, { slug: taken })).body.code).toBe('slug_taken')
    }
    expect((await other.browser.post('/orgs', { name: 'x', slug: 'Not Good' })).body.code).toBe(
      'invalid_slug',
    )
    expect((await other.browser.get(`/orgs/${slug}`)).status).toBe(404)
  })

  test('of 20 who want one slug at once, one gets it; nothing is left of the others', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => makeAccount(app)))
    const answers = await Promise.all(
      people.map(({ browser }) => browser.post('/orgs', { name: 'Contested', slug: 'contested' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array(19).fill(409)])
    const { db } = app.testStore.store
    expect(
      await db.selectFrom('organizations').select('id').where('name', '=', 'Contested').execute(),
    ).toHaveLength(1)
  })

  test('usernames that make the same slug get personal organizations of their own', async () => {
    const slugs: string[] = []
    for (const username of ['same.name', 'same-name', 'same_name', 'status2', 'settings.']) {
      if (username.endsWith('.')) continue
      slugs.push((await makeAccount(app, { username })).slug)
    }
    expect(slugs[0]).toBe('same-name')
    expect(new Set(slugs).size).toBe(slugs.length)
    for (const slug of slugs.slice(1, 3)) expect(slug).toMatch(/^same-name-[0-9a-z]{4}$/)
  })

  test('a request with an Idempotency-Key makes one organization', async () => {
    const { browser } = await makeAccount(app)
    const make = () => browser.post('/orgs', { name: 'Once', slug: 'once-only' }, { 'idempotency-key': 'k1' })
    const first = await make()
    const second = await make()
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
  })

  test('members are listed with their roles, in pages; each sees what their role may do', async () => {
    const { id, owner } = await makeOrganization(app)
    const viewer = await makeAccount(app)
    expect((await viewer.browser.get(`/orgs/${id}/members`)).status).toBe(404)
    await addMember(app, { id }, viewer, 'viewer')
    type Page = { items: { accountId: string; role: string }[]; nextCursor: string | null }
    const first = await viewer.browser.get<Page>(`/orgs/${id}/members?limit=1`)
    expect(first.body.items).toMatchObject([{ accountId: viewer.accountId, role: 'viewer' }])
    const second = await viewer.browser.get<Page>(
      `/orgs/${id}/members?limit=1&cursor=${first.body.nextCursor}`,
    )
    expect(second.body).toMatchObject({
      items: [{ accountId: owner.accountId, role: 'owner' }],
      nextCursor: null,
    })
    const mine = await viewer.browser.get<{ items: { id: string; can: string[] }[] }>('/me/organizations')
    expect(mine.body.items[0]?.id).toBe(viewer.organizationId)
    expect(mine.body.items[1]?.can).toContain('keys:read')
    expect(mine.body.items[1]?.can).not.toContain('keys:create')
    expect((await viewer.browser.patch(`/orgs/${id}`, { name: 'Mine now' })).body.code).toBe(
      'permission_denied',
    )
  })
})
