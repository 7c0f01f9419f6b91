import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, type TestStore, testClock } from '../../testing/index.ts'
import { sweepLeases } from './life.ts'
import { openWallet, walletId } from './meters.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

test('closed leases and dead owners are forgotten after a day; what is active, alive or recent stays', async () => {
  const { store } = opened
  const clock = testClock()
  const now = clock.now()
  const dayAgo = now - 90_000_000
  await openWallet(store.db, 'org_sweep')
  const owner = (id: string, state: string, expires_at: number) => ({ id, seq: 0, state, expires_at })
  const owners = [
    owner('own_dead', 'dead', dayAgo),
    owner('own_alive', 'alive', dayAgo),
    owner('own_recent', 'dead', now),
    owner('own_holds', 'dead', dayAgo),
  ]
  await store.db.insertInto('owners').values(owners).execute()
  const lease = (id: string, owner_id: string, state: string, at: number) => ({
    id,
    meter_id: walletId('org_sweep'),
    owner_id,
    granted_nanos: 1n,
    state,
    at,
  })
  const many = Array.from({ length: 1200 }, (_, index) =>
    lease(`lea_old_${index}`, 'own_dead', 'closed', dayAgo),
  )
  for (let i = 0; i < many.length; i += 400)
    await store.db
      .insertInto('leases')
      .values(many.slice(i, i + 400))
      .execute()
  await store.db
    .insertInto('leases')
    .values([
      lease('lea_active', 'own_holds', 'active', dayAgo),
      lease('lea_recent', 'own_alive', 'closed', now),
    ])
    .execute()
  await sweepLeases({ store, clock })
  const leases = await store.db.selectFrom('leases').select('id').orderBy('id').execute()
  expect(leases.map((row) => row.id)).toEqual(['lea_active', 'lea_recent'])
  const left = await store.db.selectFrom('owners').select('id').orderBy('id').execute()
  expect(left.map((row) => row.id)).toEqual(['own_alive', 'own_holds', 'own_recent'])
})
