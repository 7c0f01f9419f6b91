import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/index.ts'
import { openStore } from './open.ts'
import { containing, databaseNow, isUniqueViolation } from './sql.ts'
import type { Announcement, Db } from './store.ts'

let opened: TestStore
beforeAll(async () => {
  opened = await openTestStore()
})
afterAll(() => opened.close())

const large = 9_007_199_254_740_993_000n

async function addMeter(id: string, cap: bigint): Promise<void> {
  const row = {
    id,
    kind: 'wallet',
    scope: 'organization',
    subject: id,
    period_start: null,
    period_end: null,
    cap_nanos: cap,
  }
  await opened.store.db.insertInto('meters').values(row).execute()
}

describe('the store', () => {
  test('keeps 64-bit money exact and gives times as plain numbers', async () => {
    await addMeter('wal_large', large)
    const row = await opened.store.db
      .updateTable('meters')
      .set({ spent_nanos: 1n, period_start: 1_790_000_000_000 })
      .where('id', '=', 'wal_large')
      .returning(['cap_nanos', 'period_start'])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ cap_nanos: large, period_start: 1_790_000_000_000 })
    const sum = await opened.store.reads
      .selectFrom('meters')
      .select(({ fn }) => [fn.sum<bigint>('cap_nanos').as('sum_nanos'), fn.countAll<number>().as('count')])
      .where('id', '=', 'wal_large')
      .executeTakeFirstOrThrow()
    expect(sum).toEqual({ sum_nanos: large, count: 1 })
  })

  test('rolls back everything of a transaction that throws, and tells nobody', async () => {
    const heard: Announcement[] = []
    const stop = opened.store.onAnnouncement((announcement) => heard.push(announcement))
    const failing = opened.store.transaction(async (tx) => {
      await tx.insertInto('settings').values({ name: 'x', value: '1', updated_at: 1 }).execute()
      opened.store.announce(tx, { kind: 'settings', id: null })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    stop()
    expect(await opened.store.db.selectFrom('settings').selectAll().execute()).toEqual([])
    expect(heard).toEqual([])
  })

  test('tells what a transaction announced once it is committed', async () => {
    const heard: Announcement[] = []
    const stop = opened.store.onAnnouncement((announcement) => heard.push(announcement))
    await opened.store.transaction(async (tx) => opened.store.announce(tx, { kind: 'key', id: 'key_1' }))
    stop()
    expect(heard).toContainEqual({ kind: 'key', id: 'key_1' })
  })

  test('using the store inside a transaction fails at once instead of hanging', async () => {
    const failing = opened.store.transaction(async () => {
      await opened.store.db.selectFrom('settings').selectAll().execute()
    })
    await expect(failing).rejects.toThrow('pass `tx` on')
  })

  test('refuses parameters that the two drivers would read differently', async () => {
    for (const value of [new Date(), true, undefined, { a: 1 }, Number.NaN]) {
      const query = opened.store.db
        .updateTable('settings')
        .set({ updated_at: value as never })
        .where('name', '=', 'x')
      await expect(query.execute(), String(value)).rejects.toThrow()
    }
  })

  test('knows a second row with the same unique value', async () => {
    await addMeter('wal_twice', 1n)
    const error = await addMeter('wal_twice', 1n).then(
      () => null,
      (caught: unknown) => caught,
    )
    expect(isUniqueViolation(error)).toBe(true)
    expect(isUniqueViolation(new Error('other'))).toBe(false)
  })

  test('rule 45: search text is text', async () => {
    const { db } = opened.store
    await db
      .insertInto('settings')
      .values([
        { name: '100%', value: 'a', updated_at: 1 },
        { name: '100x', value: 'b', updated_at: 1 },
        { name: "o'k_\\", value: 'c', updated_at: 1 },
      ])
      .execute()
    const find = async (text: string) => {
      const { sql } = await import('kysely')
      const rows = await db
        .selectFrom('settings')
        .select('name')
        .where(sql<boolean>`lower(name) like ${containing(text)} escape '\\'`)
        .execute()
      return rows.map((row) => row.name)
    }
    expect(await find('100%')).toEqual(['100%'])
    expect(await find("O'K_\\")).toEqual(["o'k_\\"])
    expect(await find('x'.repeat(10_000))).toEqual([])
  })

  test('twenty transactions at once all happen, one after the other', async () => {
    await addMeter('wal_many', 0n)
    await Promise.all(
      Array.from({ length: 20 }, () =>
        opened.store.transaction(async (tx) => {
          const row = await tx
            .updateTable('meters')
            .set((eb) => ({ cap_nanos: eb('cap_nanos', '+', 1n) }))
            .where('id', '=', 'wal_many')
            .returning('cap_nanos')
            .executeTakeFirstOrThrow()
          return row.cap_nanos
        }),
      ),
    )
    const row = await opened.store.db
      .selectFrom('meters')
      .select('cap_nanos')
      .where('id', '=', 'wal_many')
      .executeTakeFirst()
    expect(row?.cap_nanos).toBe(20n)
  })

  test('what need not wait for the disk does not, and whatever comes after it does, also where it fails', async () => {
    const { store } = opened
    // How PostgreSQL waits is its own affair: nobody else waits for it here.
    const waits = async (db: Db): Promise<boolean> =>
      store.kind === 'postgres' ||
      (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous === 2
    const quick = () =>
      store.unsynced.transaction().execute(async (tx) => {
        await sql`update meters set cap_nanos = cap_nanos`.execute(tx)
        return waits(tx)
      })
    const failing = store.unsynced.transaction().execute(async (tx) => {
      await sql`update meters set cap_nanos = 0`.execute(tx)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const all = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        i % 2 === 0 ? [await quick(), store.kind === 'postgres'] : [await store.transaction(waits), true],
      ),
    )
    for (const [waited, should] of all) expect(waited).toBe(should)
    expect(await waits(store.db)).toBe(true)
    await expect(store.transaction(async () => quick())).rejects.toThrow('pass `tx` on')
  })

  test('a snapshot stays open over a checkpoint, and sees one moment', async () => {
    await addMeter('wal_snapshot', 1n)
    const begun = Promise.withResolvers<void>()
    // Registered outside of the snapshot: it writes as somebody else would.
    const written = begun.promise.then(() =>
      opened.store.db.updateTable('meters').set({ cap_nanos: 2n }).where('id', '=', 'wal_snapshot').execute(),
    )
    await opened.store.snapshot(async (tx) => {
      const read = () =>
        tx.selectFrom('meters').select('cap_nanos').where('id', '=', 'wal_snapshot').executeTakeFirst()
      expect((await read())?.cap_nanos).toBe(1n)
      begun.resolve()
      await written
      // The reading thread checkpoints every two seconds; inside a transaction that is refused, which must not end the process.
      await new Promise((resolve) => setTimeout(resolve, 2500))
      expect((await read())?.cap_nanos).toBe(1n)
    })
  })

  test('asks the database for the time', async () => {
    const { now } = await opened.store.db
      .selectNoFrom(databaseNow(opened.store.kind).as('now'))
      .executeTakeFirstOrThrow()
    expect(Math.abs(now - Date.now())).toBeLessThan(5000)
  })

  test('a database of the first version is brought up to date, and loses nothing', async () => {
    const old = await openTestStore()
    // As the first version left it.
    for (const statement of [
      ...['sign_in_notices', 'known_browsers', 'account_deletions', 'export_parts', 'exports'].map(
        (name) => `drop table ${name}`,
      ),
      ...['identity_attempts', 'identities', 'identity_providers', 'passkey_challenges', 'passkeys'].map(
        (name) => `drop table ${name}`,
      ),
      'drop index audit_operator',
      'alter table policies drop column require_two_factor_from',
      'alter table accounts drop column password_due',
      'alter table sessions drop column browser',
      'alter table sessions drop column method',
      ...['mails', 'mail_settings', 'mail_tokens', 'totp_setups', 'totp', 'recovery_codes'].map(
        (name) => `drop table ${name}`,
      ),
      ...['sign_in_challenges', 'trusted_devices', 'access_token_secrets', 'access_tokens'].map(
        (name) => `drop table ${name}`,
      ),
      ...['emails_own', 'emails_primary', 'emails_claimed'].map((name) => `drop index ${name}`),
      'alter table sessions drop column by_recovery',
      'drop table avatars',
      'alter table accounts drop column avatar_id',
      'alter table accounts drop column hidden_pages',
      `delete from migrations where name <> '0001-start'`,
      `insert into accounts (id, username, username_key, personal_organization_id, created_at)
        values ('acc_old', 'old', 'old', 'org_old', 1)`,
    ])
      await sql.raw(statement).execute(old.store.db)
    const again = await openStore(old)
    expect(
      await again.db
        .selectFrom('accounts')
        .select(['username', 'hidden_pages', 'avatar_id'])
        .where('id', '=', 'acc_old')
        .execute(),
    ).toEqual([{ username: 'old', hidden_pages: '[]', avatar_id: null }])
    expect(await again.db.selectFrom('avatars').selectAll().execute()).toEqual([])
    await again.close()
    await old.close()
  })

  test('opening again changes nothing, also three at once', async () => {
    if (opened.databaseUrl === null) return
    const options = { databaseUrl: opened.databaseUrl, dataDir: opened.dataDir }
    const again = await Promise.all([openStore(options), openStore(options), openStore(options)])
    for (const store of again) await store.close()
  })
})
