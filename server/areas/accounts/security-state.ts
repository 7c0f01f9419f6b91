import type { z } from 'zod'
import type { securityState } from '../../../contract/me.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import type { SettingsStore } from '../settings/index.ts'
import { sessionLengths, sessionLives } from './session-lengths.ts'

/**
 * What guards the account of who asks, for the first page of Account Management: one line of each of the pages below it, counted now.
 * Passkeys and identities count while the operator has them switched off as well, as their own pages list them.
 */
export async function readSecurityState(
  ctx: RequestContext & { session: SignedIn },
  settings: SettingsStore,
): Promise<z.infer<typeof securityState>> {
  const { accountId } = ctx.session
  const { db } = ctx.store
  const now = ctx.clock.now()
  const lengths = await sessionLengths(settings)
  const all = (table: 'passkeys' | 'identities') =>
    db
      .selectFrom(table as 'passkeys')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow()
  const [emails, password, tokens, passkeys, totp, codes, identities, sessions] = await Promise.all([
    db
      .selectFrom('emails')
      .select(({ fn }) => [fn.countAll<number>().as('n'), fn.count<number>('verified_at').as('verified')])
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow(),
    db.selectFrom('passwords').select('updated_at').where('account_id', '=', accountId).executeTakeFirst(),
    db
      .selectFrom('access_tokens')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
      .executeTakeFirstOrThrow(),
    all('passkeys'),
    db.selectFrom('totp').select('enabled_at').where('account_id', '=', accountId).executeTakeFirst(),
    db
      .selectFrom('recovery_codes')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow(),
    all('identities'),
    db
      .selectFrom('sessions')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account_id', '=', accountId)
      .where(sessionLives(now, lengths))
      .executeTakeFirstOrThrow(),
  ])
  const count = ({ n }: { n: number }): number => Number(n)
  return {
    emails: { count: count(emails), unverified: count(emails) - Number(emails.verified) },
    passwordChangedAt: password ? new Date(password.updated_at).toISOString() : null,
    accessTokens: count(tokens),
    passkeys: count(passkeys),
    twoFactor: { enabled: totp !== undefined, recoveryCodesLeft: totp ? count(codes) : 0 },
    identities: count(identities),
    sessions: count(sessions),
  }
}
