import type { RequestContext } from '../../http/context.ts'
import { findEnrolled } from './factors/methods.ts'
import { recoveryCodesLeft } from './factors/recovery-codes.ts'

export type CheckUpOfPerson = {
  twoFactor: boolean
  recoveryCodes: number
  /** Of the address that mails go to. */
  emailProven: boolean
  /** Tokens without an expiry, and those that nobody has used since. */
  tokensForever: number
  tokensUnused: number
}

/** How safe an account itself is. @param since milliseconds; what was made later is new, not unused. */
export async function checkUpOfPerson(
  { store, clock, config }: Pick<RequestContext, 'store' | 'clock' | 'config'>,
  accountId: string,
  since: number,
): Promise<CheckUpOfPerson> {
  const now = clock.now()
  const [enrolled, recoveryCodes, email, tokens] = await Promise.all([
    findEnrolled(store.db, config, accountId),
    recoveryCodesLeft(store.db, accountId),
    store.db
      .selectFrom('emails')
      .select('verified_at')
      .where('account_id', '=', accountId)
      .where('is_primary', '=', 1)
      .executeTakeFirst(),
    store.db
      .selectFrom('access_tokens')
      .select(['expires_at', 'last_used_at', 'regenerated_at', 'created_at'])
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      .execute(),
  ])
  return {
    twoFactor: enrolled.totp,
    recoveryCodes,
    emailProven: typeof email?.verified_at === 'number',
    tokensForever: tokens.filter((token) => token.expires_at === null).length,
    tokensUnused: tokens.filter(
      (token) => (token.last_used_at ?? token.regenerated_at ?? token.created_at) <= since,
    ).length,
  }
}
