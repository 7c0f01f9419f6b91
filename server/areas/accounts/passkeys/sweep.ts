import type { Deps } from '../../../deps.ts'

/** Forgets what browsers were to sign and did not. It is refused without this as well. */
export async function sweepPasskeyChallenges({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.db.deleteFrom('passkey_challenges').where('expires_at', '<=', clock.now()).execute()
}
