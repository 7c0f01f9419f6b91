import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addMember,
  type MadeAccount,
  makeAccount,
  makeOrganization,
  type TestApp,
  testApp,
} from '../../testing/index.ts'

type Event = {
  id: string
  act: string
  target: string
  targetName: string | null
  by: { kind: string; username: string | null; nickname: string | null; avatarUrl: string | null }
  ip: string | null
  userAgent: string | null
}
type Page = { items: Event[]; nextCursor: string | null }

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const read = async (person: MadeAccount, org: string, query = '') =>
  (await person.browser.get<Page>(`/orgs/${org}/audit${query}`)).body
/** Acts of one millisecond have no order. */
const later = () => app.clock.advance(5)
const actsOf = ({ items }: Page) => items.map(({ act }) => act)

test('the audit log names who did it, what it was done to, and where a change of a key came from', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const admin = await makeAccount(app)
  await addMember(app, { id }, admin, 'admin')
  later()
  const made = await admin.browser.post<{ key: { id: string } }>(`/orgs/${slug}/keys`, { name: 'ci' })
  later()
  await owner.browser.patch(`/orgs/${slug}/keys/${made.body.key.id}`, { name: 'ci of today' })
  const { items } = await read(owner, slug)
  expect(items.map(({ act, by }) => [act, by.kind, by.username])).toEqual([
    ['key.updated', 'member', owner.username],
    ['key.created', 'member', admin.username],
    ['organization.created', 'member', owner.username],
  ])
  // It is called by what it is called now.
  expect(items[1]).toMatchObject({ target: made.body.key.id, targetName: 'ci of today' })
  expect(items[1]?.ip).toBe('127.0.0.1')
  expect(items[2]).toMatchObject({ ip: null, userAgent: null, targetName: null })
  const one = await owner.browser.get<Event>(`/orgs/${slug}/audit/${items[1]?.id}`)
  expect(one.body).toEqual(items[1])
})

test('an operator who is no member has no name in the audit log, one who has left keeps theirs', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const operator = await makeAccount(app, { operator: true })
  later()
  await operator.browser.post(`/admin/organizations/${slug}/credits`, { amountUsd: '1' })
  const admin = await makeAccount(app)
  await addMember(app, { id }, admin, 'admin')
  later()
  await admin.browser.patch(`/orgs/${slug}`, { name: 'Renamed' })
  const { db } = app.testStore.store
  await db
    .deleteFrom('memberships')
    .where('organization_id', '=', id)
    .where('account_id', '=', admin.accountId)
    .execute()
  const [renamed, credited] = (await read(owner, slug)).items
  expect(renamed?.by).toMatchObject({ kind: 'former', username: admin.username, avatarUrl: null })
  expect(credited).toMatchObject({
    act: 'wallet.credited',
    by: { kind: 'operator', username: null, nickname: null, avatarUrl: null },
  })
})

test('the audit log is filtered by act, by area, by person and by time, page by page', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const admin = await makeAccount(app)
  await addMember(app, { id }, admin, 'admin')
  later()
  await owner.browser.patch(`/orgs/${slug}/policy`, { recordIp: 'full' })
  const before = new Date(app.clock.now() + 1).toISOString()
  app.clock.advance(60_000)
  later()
  const made = await admin.browser.post<{ key: { id: string } }>(`/orgs/${slug}/keys`, { name: 'ci' })
  later()
  await owner.browser.delete(`/orgs/${slug}/keys/${made.body.key.id}`)

  expect(actsOf(await read(owner, slug, '?act=key.created'))).toEqual(['key.created'])
  expect(actsOf(await read(owner, slug, '?act=key'))).toEqual(['key.revoked', 'key.created'])
  // A part of an area's name is none, and `_` stands for itself.
  expect(actsOf(await read(owner, slug, '?act=ke'))).toEqual([])
  expect(actsOf(await read(owner, slug, '?act=k_y'))).toEqual([])
  expect(actsOf(await read(owner, slug, `?account=${admin.accountId}`))).toEqual(['key.created'])
  expect(actsOf(await read(owner, slug, `?from=${before}`))).toEqual(['key.revoked', 'key.created'])
  expect(actsOf(await read(owner, slug, `?to=${before}`))).toEqual(['policy.updated', 'organization.created'])
  const first = await read(owner, slug, `?account=${owner.accountId}&limit=2`)
  expect(actsOf(first)).toEqual(['key.revoked', 'policy.updated'])
  const second = await read(owner, slug, `?account=${owner.accountId}&limit=2&cursor=${first.nextCursor}`)
  expect(actsOf(second)).toEqual(['organization.created'])
  expect(second.nextCursor).toBeNull()
  expect((await read(owner, slug, '?account=%00')).items).toEqual([])
  expect((await owner.browser.get(`/orgs/${slug}/audit?act=key.%25`)).status).toBe(400)
})

test('the audit log is for owners and admins, and another organization has no event of it', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const [event] = (await read(owner, slug)).items
  const member = await makeAccount(app)
  await addMember(app, { id }, member, 'member')
  expect((await member.browser.get(`/orgs/${slug}/audit`)).body.code).toBe('permission_denied')
  expect((await member.browser.get(`/orgs/${slug}/audit/${event?.id}`)).body.code).toBe('permission_denied')
  expect((await member.browser.get(`/orgs/${member.slug}/audit/${event?.id}`)).status).toBe(404)
})

test('a member has the picture that the person chose', async () => {
  const { id, slug, owner } = await makeOrganization(app)
  const { db } = app.testStore.store
  await db.updateTable('accounts').set({ avatar_id: 'avt_x' }).where('id', '=', owner.accountId).execute()
  const viewer = await makeAccount(app)
  await addMember(app, { id }, viewer, 'viewer')
  const { body } = await viewer.browser.get<{ items: unknown[] }>(`/orgs/${slug}/members`)
  expect(body.items).toMatchObject([
    { accountId: viewer.accountId, avatarUrl: null },
    { accountId: owner.accountId, avatarUrl: '/api/v1/avatars/avt_x' },
  ])
})
