import type { TestApp } from '../../server/testing/index.ts'

const dayMs = 86_400_000

/** One in the phone, which is backed up, and one in a key, written by hand: nobody touches a key for a picture. */
export async function addPasskeys(app: TestApp, accountId: string, today: number): Promise<void> {
  const { store } = app.testStore
  await store.transaction((tx) => app.services.settings.change(tx, { passkeys: true }))
  const add = (id: string, name: string, aaguid: string, synced: number, made: number, used: number) =>
    store.db
      .insertInto('passkeys')
      .values({
        ...{ id, account_id: accountId, credential_id: id, public_key: '', counter: 0, transports: '[]' },
        ...{ name, aaguid, backup_eligible: synced, synced, rp_id: 'localhost' },
        ...{ created_at: made, last_used_at: used },
      })
      .execute()
  const [phone, key] = [
    'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
    'ee882879-721c-4913-9775-3dfcce97072a',
  ] as const
  await add('psk_1', 'YubiKey 5', key, 0, today - 30 * dayMs, today - 12 * dayMs)
  await add('psk_2', 'iCloud Keychain', phone, 1, today - 21 * dayMs, today - 40 * 60_000)
}
