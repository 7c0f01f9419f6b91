import type { Deps } from '../../deps.ts'

const dayMs = 86_400_000

/** Forgets what unsent mails say after a week, mails themselves after thirty days, and links that are over. */
export async function sweepMails({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const now = clock.now()
  await store.db
    .updateTable('mails')
    .set({ state: 'failed', reason: 'too_old', sealed: null, ended_at: now })
    .where('created_at', '<', now - 7 * dayMs)
    .where('state', 'in', ['asked', 'waiting'])
    .execute()
  await store.db
    .updateTable('mails')
    .set({ sealed: null })
    .where('created_at', '<', now - 7 * dayMs)
    .where('state', 'in', ['failed', 'uncertain'])
    .where('sealed', 'is not', null)
    .execute()
  await store.db
    .deleteFrom('mails')
    .where('created_at', '<', now - 30 * dayMs)
    .where('state', 'not in', ['claimed', 'sending'])
    .execute()
  await store.db.deleteFrom('mail_tokens').where('expires_at', '<=', now).execute()
}
