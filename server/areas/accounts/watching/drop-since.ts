import type { Tx } from '../../../db/store.ts'
import { replaceRecoveryCodes } from '../factors/recovery-codes.ts'

/** How many of each went. */
export type Dropped = { emails: number; passkeys: number; identities: number; authenticator: boolean }

/**
 * Takes away what could open an account and came after a moment: addresses (they get links for a new password), passkeys, linked accounts,
 * an authenticator and recovery codes. Whoever signed in then may have added them to come back; what is the person's own they add again.
 * Call it with the account held, and see to a way in.
 *
 * @param since milliseconds since 1970: the sign-in that was not the person's.
 */
export async function dropSince(
  tx: Tx,
  accountId: string,
  { since, now }: { since: number; now: number },
): Promise<Dropped> {
  const emails = await tx
    .deleteFrom('emails')
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .returning('id')
    .execute()
  await choosePrimary(tx, accountId)
  return { emails: emails.length, ...(await dropCredentialsSince(tx, accountId, { since, now })) }
}

/** The same of passkeys, linked accounts, an authenticator and recovery codes alone. */
export async function dropCredentialsSince(
  tx: Tx,
  accountId: string,
  { since, now }: { since: number; now: number },
): Promise<Omit<Dropped, 'emails'>> {
  const passkeys = await tx
    .deleteFrom('passkeys')
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .returning('id')
    .execute()
  const identities = await tx
    .deleteFrom('identities')
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .returning('id')
    .execute()
  await tx.deleteFrom('totp_setups').where('account_id', '=', accountId).execute()
  const authenticator = await tx
    .deleteFrom('totp')
    .where('account_id', '=', accountId)
    .where('enabled_at', '>', since)
    .returning('account_id')
    .executeTakeFirst()
  if (authenticator) await replaceRecoveryCodes(tx, accountId, [], now)
  await tx
    .deleteFrom('recovery_codes')
    .where('account_id', '=', accountId)
    .where('created_at', '>', since)
    .execute()
  return {
    ...{ passkeys: passkeys.length, identities: identities.length },
    authenticator: authenticator !== undefined,
  }
}

/** Where the primary address went, the oldest proven one takes its place, or the oldest there is. */
async function choosePrimary(tx: Tx, accountId: string): Promise<void> {
  const left = await tx
    .selectFrom('emails')
    .select(['id', 'is_primary', 'verified_at'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute()
  const next = left.find((one) => one.verified_at !== null) ?? left[0]
  if (!next || left.some((one) => one.is_primary === 1)) return
  await tx.updateTable('emails').set({ is_primary: 1 }).where('id', '=', next.id).execute()
}
