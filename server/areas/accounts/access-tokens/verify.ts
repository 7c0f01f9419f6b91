import type { TokenScope } from '../../../../contract/token-scopes.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { digestOf } from '../../../lib/secret.ts'
import { passkeyIsUsable } from '../passkeys/relying-party.ts'
import {
  disabledAccessToken,
  expiredAccessToken,
  invalidAccessToken,
  replacedAccessToken,
  revokedAccessToken,
} from './errors.ts'
import { looksLikeToken } from './secret.ts'

/** How often "last used" is written at most. */
const touchMs = 60_000

/**
 * Whose access token this is. Looked up each time: what was revoked, regenerated or disabled is refused by the next request on every
 * node (promise 8). It never holds a confirmation, and names no way to get one (rule 14).
 *
 * @throws the refusal, by its own code; tooManyRequests for an address that sends many that are not known.
 */
export async function findTokenHolder(ctx: RequestContext, secret: string): Promise<SignedIn> {
  if (!looksLikeToken(secret)) throw invalidAccessToken()
  const now = ctx.clock.now()
  const row = await ctx.store.db
    .selectFrom('access_token_secrets as s')
    .innerJoin('access_tokens as t', 't.id', 's.token_id')
    .innerJoin('accounts as a', 'a.id', 't.account_id')
    .select(['s.replaced_at', 't.id', 't.scopes', 't.expires_at', 't.revoked_at', 't.last_used_at'])
    .select(['a.id as account_id', 'a.username', 'a.operator', 'a.disabled_at'])
    .leftJoin('totp', 'totp.account_id', 't.account_id')
    .select('totp.enabled_at as totp_at')
    .select((eb) => [
      eb
        .selectFrom('passkeys')
        .select(({ fn }) => fn.min('passkeys.id').as('id'))
        .whereRef('passkeys.account_id', '=', 'a.id')
        .where(passkeyIsUsable(ctx.config))
        .as('passkey_id'),
      eb
        .selectFrom('identities')
        .select(({ fn }) => fn.min('identities.id').as('id'))
        .whereRef('identities.account_id', '=', 'a.id')
        .as('identity_id'),
    ])
    .where('s.digest', '=', digestOf(secret))
    .executeTakeFirst()
  if (!row) {
    // Only what is not known is counted: a right token still works from an address that guesses (rule 34).
    await countTry(ctx, [{ name: 'access-token', key: addressBucket(ctx.ip), tries: 30, seconds: 60 }])
    throw invalidAccessToken()
  }
  if (row.revoked_at !== null) throw revokedAccessToken()
  if (row.replaced_at !== null) throw replacedAccessToken()
  if (row.expires_at !== null && row.expires_at <= now) throw expiredAccessToken()
  if (row.disabled_at !== null) throw disabledAccessToken()
  if (row.last_used_at === null || row.last_used_at <= now - touchMs) {
    await ctx.store.db
      .updateTable('access_tokens')
      .set({ last_used_at: now })
      .where('id', '=', row.id)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - touchMs)]))
      .execute()
  }
  return {
    accountId: row.account_id,
    username: row.username,
    operator: row.operator === 1,
    // No session: an empty digest is the digest of none.
    sessionId: '',
    sessionDigest: '',
    confirmedUntil: null,
    methods: [],
    // Nobody knows how its person will sign in: what they have counts.
    twoFactor: row.totp_at !== null || row.passkey_id !== null,
    byIdentity: row.identity_id !== null,
    accessToken: { id: row.id, scopes: JSON.parse(row.scopes) as TokenScope[] },
  }
}
