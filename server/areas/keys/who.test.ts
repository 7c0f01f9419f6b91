import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyView } from '../../../contract/keys.ts'
import {
  addMember,
  type Browser,
  makeAccount,
  makeKey,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type List = { items: KeyView[]; nextCursor: string | null }

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

describe('who may', () => {
  test('members see and manage their own keys, owners and admins all, a viewer reads, billing nothing', async () => {
    const organization = await makeOrganization(app)
    const people = {
      admin: await makeAccount(app),
      member: await makeAccount(app),
      viewer: await makeAccount(app),
      billing: await makeAccount(app),
    }
    for (const role of ['admin', 'member', 'viewer', 'billing'] as const)
      await addMember(app, organization, people[role], role)
    const { owner, slug } = organization
    const ofOwner = await makeKey(app, { owner, organization })
    const ofMember = await makeKey(app, { owner: people.member, organization })
    const look = async (browser: Browser, id: string) => {
      const path = `/orgs/${slug}/keys/${id}`
      const read = await browser.get<KeyView>(path)
      const manage = read.body.can?.manage ?? null
      const changed = await browser.patch(path, { remark: 'seen' })
      const rotated = await browser.post(`${path}/rotate`, { overlapSeconds: 600 })
      return [read.status, manage, changed.status, rotated.status]
    }
    const list = async (browser: Browser) => {
      const { status, body } = await browser.get<List>(`/orgs/${slug}/keys`)
      return [status, (body.items ?? []).length]
    }
    const { admin, member, viewer, billing } = people
    for (const all of [owner, admin]) {
      expect(await list(all.browser)).toEqual([200, 2])
      for (const { id } of [ofOwner, ofMember])
        expect(await look(all.browser, id)).toEqual([200, true, 200, 201])
    }
    expect(await list(member.browser)).toEqual([200, 1])
    expect(await look(member.browser, ofMember.id)).toEqual([200, true, 200, 201])
    expect(await look(member.browser, ofOwner.id)).toEqual([404, null, 404, 404])
    expect((await member.browser.delete(`/orgs/${slug}/keys/${ofOwner.id}`)).status).toBe(404)
    expect(await list(viewer.browser)).toEqual([200, 2])
    expect(await look(viewer.browser, ofMember.id)).toEqual([200, false, 403, 403])
    expect((await viewer.browser.delete(`/orgs/${slug}/keys/${ofMember.id}`)).status).toBe(403)
    expect((await viewer.browser.post(`/orgs/${slug}/keys`, { name: 'x' })).status).toBe(403)
    expect(await list(billing.browser)).toEqual([403, 0])
    expect(await look(billing.browser, ofMember.id)).toEqual([404, null, 404, 404])
    expect((await billing.browser.post(`/orgs/${slug}/keys`, { name: 'x' })).status).toBe(403)
  })

  test('promise 12: a key of another organization does not exist', async () => {
    const { id } = await makeKey(app)
    const eve = await makeAccount(app)
    const path = `/orgs/${eve.slug}/keys/${id}`
    const unknown = `/orgs/${eve.slug}/keys/key_0000000000000000000000000`
    const bare = (text: string) => text.replace(/req_\w+/, '')
    for (const method of ['GET', 'DELETE'] as const) {
      const [foreign, none] = [
        await eve.browser.request(method, path),
        await eve.browser.request(method, unknown),
      ]
      expect(foreign.status).toBe(404)
      expect(bare(foreign.text)).toBe(bare(none.text))
    }
    expect((await eve.browser.patch(path, { unknown: 1 })).status).toBe(404)
    expect((await eve.browser.post(`${path}/rotate`, {})).status).toBe(404)
    expect((await eve.browser.get(`/orgs/${eve.slug}/keys/%00`)).status).toBe(404)
  })

  test('rule 12: making, changing and rotating need a fresh confirmation; revoking does not', async () => {
    const { id, slug, owner } = await makeKey(app)
    const path = `/orgs/${slug}/keys`
    app.clock.advance(11 * 60_000)
    const needed = { status: 403, body: { code: 'confirmation_required' } }
    expect(await owner.browser.post(path, { name: 'x' })).toMatchObject(needed)
    expect(await owner.browser.patch(`${path}/${id}`, { name: 'x' })).toMatchObject(needed)
    expect(await owner.browser.post(`${path}/${id}/rotate`, {})).toMatchObject(needed)
    expect((await owner.browser.get(`${path}/${id}`)).status).toBe(200)
    expect((await owner.browser.delete(`${path}/${id}`)).status).toBe(204)
  })

  test('rule 44: a key can never make keys', async () => {
    const { slug, secret } = await makeKey(app)
    const program = app.browser()
    expect((await program.post(`/orgs/${slug}/keys`, { name: 'x' }, bearer(secret))).status).toBe(401)
    expect((await program.get(`/orgs/${slug}/keys`, bearer(secret))).status).toBe(401)
  })

  test('my keys are those of every organization that I belong to', async () => {
    const ada = await makeAccount(app)
    const organization = await makeOrganization(app, ada)
    const own = await makeKey(app, { owner: ada })
    const shared = await makeKey(app, { owner: ada, organization })
    await addMember(app, organization, await makeAccount(app), 'admin')
    const items = async () => (await ada.browser.get<List>('/me/keys')).body.items
    expect((await items()).map(({ id, organization }) => [id, organization])).toEqual([
      [shared.id, organization.slug],
      [own.id, ada.slug],
    ])
    const membership = app.testStore.store.db
      .updateTable('memberships')
      .where('organization_id', '=', organization.id)
      .where('account_id', '=', ada.accountId)
    await membership.set({ role: 'viewer' }).execute()
    expect(await items()).toMatchObject([
      { status: 'disabled', can: { manage: false } },
      { status: 'active' },
    ])
    await app.testStore.store.db
      .deleteFrom('memberships')
      .where('organization_id', '=', organization.id)
      .where('account_id', '=', ada.accountId)
      .execute()
    expect((await items()).map(({ id }) => id)).toEqual([own.id])
  })
})
