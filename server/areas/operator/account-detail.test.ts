import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import type { accountDetail } from '../../../contract/operator-accounts.ts'
import {
  addMember,
  type GatewayWorld,
  gatewayWorld,
  makeAccount,
  makeKey,
  makeOrganization,
} from '../../testing/index.ts'

let world: GatewayWorld
beforeAll(async () => {
  world = await gatewayWorld()
})
afterAll(() => world.close())

const detailOf = async (id: string) =>
  (await world.operator.browser.get<z.infer<typeof accountDetail>>(`/admin/accounts/${id}`)).body
const disable = (id: string, disabled = true) =>
  world.operator.browser.patch(`/admin/accounts/${id}`, { disabled })
const statusOf = async (secret: string) =>
  (
    await fetch(`${world.url}/v1/models`, {
      headers: { authorization: `Bearer ${secret}` },
    })
  ).status

test('an account shows where it belongs, what keys it has and how many browsers are signed in', async () => {
  const { app } = world
  const ada = await makeAccount(app)
  const bo = await makeAccount(app)
  const lab = await makeOrganization(app, ada, { name: 'Lab' })
  await addMember(app, lab, bo, 'member')
  const key = await makeKey(app, { owner: ada, organization: lab })
  const gone = await makeKey(app, { owner: ada, organization: lab })
  await ada.browser.delete(`/orgs/${lab.slug}/keys/${gone.id}`)
  await statusOf(key.secret)

  const detail = await detailOf(ada.accountId)
  expect(detail).toMatchObject({ organizations: 2, sessions: 1, keys: 1, disabledAt: null, disabled: false })
  expect(detail.memberships).toEqual([
    {
      ...{ organizationId: ada.organizationId, slug: ada.slug, name: expect.any(String) },
      ...{ personal: true, role: 'owner', onlyOwner: true, keys: 0 },
    },
    {
      ...{ organizationId: lab.id, slug: lab.slug, name: 'Lab' },
      ...{ personal: false, role: 'owner', onlyOwner: true, keys: 1 },
    },
  ])
  const [, ofBo] = (await detailOf(bo.accountId)).memberships
  expect(ofBo).toMatchObject({ role: 'member', onlyOwner: false, keys: 0 })
})

test('who owns together with somebody is no only owner, until the other is disabled', async () => {
  const { app } = world
  const [ada, bo] = [await makeAccount(app), await makeAccount(app)]
  const lab = await makeOrganization(app, ada)
  await addMember(app, lab, bo, 'owner')
  const only = async () =>
    (await detailOf(ada.accountId)).memberships.find(({ slug }) => slug === lab.slug)?.onlyOwner
  expect(await only()).toBe(false)
  await disable(bo.accountId)
  expect(await only()).toBe(true)
})

test('disabling ends sessions and refuses keys at once, everywhere; enabling gives the keys back', async () => {
  const { app } = world
  const ada = await makeAccount(app)
  const lab = await makeOrganization(app)
  await addMember(app, lab, ada, 'member')
  const keys = [
    await makeKey(app, { owner: ada }),
    await makeKey(app, { owner: ada, organization: { id: lab.id, slug: lab.slug } }),
  ]
  const other = await makeKey(app, { owner: lab.owner, organization: lab })
  const statuses = () => Promise.all([...keys, other].map(({ secret }) => statusOf(secret)))
  expect(await statuses()).toEqual([200, 200, 200])
  expect((await disable(ada.accountId)).status).toBe(200)
  expect(await statuses()).toEqual([401, 401, 200])
  expect((await ada.browser.get('/me')).status).toBe(401)
  expect(await detailOf(ada.accountId)).toMatchObject({ sessions: 0, keys: 2, disabled: true })
  expect((await disable(ada.accountId, false)).status).toBe(200)
  expect(await statuses()).toEqual([200, 200, 200])
  // Who was signed out signs in again.
  expect((await ada.browser.get('/me')).status).toBe(401)
})

test('two operators who disable each other at once leave one of them', async () => {
  const { app } = world
  const { db } = app.testStore.store
  const pair = [await makeAccount(app, { operator: true }), await makeAccount(app, { operator: true })]
  const [ada, bo] = pair as [(typeof pair)[0], (typeof pair)[0]]
  const setOperator = (operator: 0 | 1) =>
    db.updateTable('accounts').set({ operator }).where('id', '=', world.operator.accountId).execute()
  await setOperator(0)
  try {
    const answers = await Promise.all([
      ada.browser.patch(`/admin/accounts/${bo.accountId}`, { disabled: true }),
      bo.browser.patch(`/admin/accounts/${ada.accountId}`, { disabled: true }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = answers.find(({ status }) => status !== 200)
    // By the rule, or because the session had ended before.
    expect(['last_operator', 'session_required']).toContain(refused?.body.code)
    const left = await db
      .selectFrom('accounts')
      .select('id')
      .where('operator', '=', 1)
      .where('disabled_at', 'is', null)
      .execute()
    expect(left).toHaveLength(1)
  } finally {
    await setOperator(1)
  }
})
