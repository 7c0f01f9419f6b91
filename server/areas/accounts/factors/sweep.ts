import type { Deps } from '../../../deps.ts'

/** Forgets half sign-ins, set-ups and trusted devices that are over. They are refused without this as well. */
export async function sweepFactors({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const now = clock.now()
  for (const table of ['sign_in_challenges', 'totp_setups', 'trusted_devices'] as const)
    await store.db.deleteFrom(table).where('expires_at', '<=', now).execute()
}
