import type { Tx } from '../../../db/store.ts'
import type { Deps } from '../../../deps.ts'

type Closing = Pick<Deps, 'clock' | 'store'>

/** What lets a person in, or a program for them; none of it is needed to erase the rest. */
const credentials = [
  'sessions',
  'sign_in_challenges',
  'trusted_devices',
  'known_browsers',
  'sign_in_notices',
  'mail_tokens',
  'totp_setups',
  'totp',
  'recovery_codes',
  'passkey_challenges',
  'passkeys',
  'identity_attempts',
  'identities',
  'passwords',
  'access_tokens',
] as const

/**
 * Kills everything that opens an account, in one transaction: nobody signs in, no key and no token works, from the moment that it commits,
 * whatever becomes of the process that erases the rest.
 */
export async function closeAccount(tx: Tx, { clock, store }: Closing, accountId: string): Promise<void> {
  const now = clock.now()
  await tx
    .updateTable('accounts')
    .set((eb) => ({ disabled_at: eb.fn.coalesce('disabled_at', eb.val(now)) }))
    .where('id', '=', accountId)
    .execute()
  const tokens = tx.selectFrom('access_tokens').select('id').where('account_id', '=', accountId)
  await tx.deleteFrom('access_token_secrets').where('token_id', 'in', tokens).execute()
  for (const table of credentials) await tx.deleteFrom(table).where('account_id', '=', accountId).execute()
  const keys = tx.selectFrom('api_keys').select('id').where('account_id', '=', accountId)
  await tx.deleteFrom('api_key_secrets').where('key_id', 'in', keys).execute()
  await tx
    .updateTable('api_keys')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)), last_used_ip: null }))
    .where('account_id', '=', accountId)
    .execute()
  store.announce(tx, { kind: 'account', id: accountId })
}
