import type { PasskeyRequestOptions } from '../../../../contract/passkeys.ts'
import type { Db } from '../../../db/store.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { countTry, type Limit } from '../../../http/limits.ts'
import { digestOf, randomText } from '../../../lib/secret.ts'
import { signInOver } from '../factors/errors.ts'
import { triesOfChallenge } from '../factors/finish-sign-in.ts'
import { readAttemptCookie, readChallengeCookie, setAttemptCookie } from '../session-cookie.ts'
import { type Bound, challengeMs, makeChallenge } from './challenges.ts'
import { expectPasskeysOn } from './prove.ts'
import { relyingParty } from './relying-party.ts'
import { prepareVerifying } from './verify.ts'

/** Each writes a row; a sign-in page that stands open asks every few minutes. */
const addressLimit = (ip: string): Limit => ({
  ...{ name: 'passkey-options', key: addressBucket(ip), tries: 600, seconds: 900 },
})

/** How passkeys are named to browsers. */
export async function descriptorsOf(db: Db, accountId: string, rpId: string) {
  const rows = await db
    .selectFrom('passkeys')
    .select(['credential_id', 'transports'])
    .where('account_id', '=', accountId)
    .where('rp_id', '=', rpId)
    .orderBy('id')
    .execute()
  return rows.map(({ credential_id, transports }) => ({
    ...{ id: credential_id, type: 'public-key' as const },
    transports: JSON.parse(transports) as string[],
  }))
}

async function requestOptions(ctx: RequestContext, bound: Bound): Promise<PasskeyRequestOptions> {
  const { rpId } = relyingParty(ctx.config)
  prepareVerifying()
  return {
    challenge: await makeChallenge(ctx, bound),
    ...{ timeout: challengeMs, rpId, userVerification: 'required' },
    allowCredentials:
      bound.accountId === null ? [] : await descriptorsOf(ctx.store.db, bound.accountId, rpId),
  }
}

/**
 * For signing in without a name: the same for everybody (rule 27), bound to this browser by a cookie of its own. A page that is open
 * twice shares it, so what the one asked for stays good when the other asks.
 *
 * @throws passkeyDisabled, tooManyRequests
 */
export async function signInOptions(ctx: RequestContext): Promise<PasskeyRequestOptions> {
  await expectPasskeysOn(ctx)
  await countTry(ctx, [addressLimit(ctx.ip)])
  const brought = readAttemptCookie(ctx)
  const token = brought !== null && (await isOurs(ctx, brought)) ? brought : randomText(52)
  setAttemptCookie(ctx, token, challengeMs)
  return requestOptions(ctx, { purpose: 'sign_in', accountId: null, boundTo: digestOf(token) })
}

/** Whether we gave it out for a challenge that lives: one that was planted is not adopted (rule 8). */
async function isOurs({ store, clock }: RequestContext, token: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('passkey_challenges')
    .select('digest')
    .where('bound_to', '=', digestOf(token))
    .where('purpose', '=', 'sign_in')
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return row !== undefined
}

/** For the second step of signing in. @throws passkeyDisabled, tooManyRequests, signInOver */
export async function secondFactorOptions(ctx: RequestContext): Promise<PasskeyRequestOptions> {
  await expectPasskeysOn(ctx)
  await countTry(ctx, [addressLimit(ctx.ip)])
  const token = readChallengeCookie(ctx)
  const digest = digestOf(token ?? '')
  const half = await ctx.store.db
    .selectFrom('sign_in_challenges')
    .select('account_id')
    .where('digest', '=', digest)
    .where('expires_at', '>', ctx.clock.now())
    .where('tries', '<', triesOfChallenge)
    .executeTakeFirst()
  if (token === null || !half) throw signInOver()
  return requestOptions(ctx, { purpose: 'second_factor', accountId: half.account_id, boundTo: digest })
}

/** For a confirmation in this session. @throws passkeyDisabled, tooManyRequests */
export async function confirmOptions(
  ctx: RequestContext & { session: SignedIn },
): Promise<PasskeyRequestOptions> {
  await expectPasskeysOn(ctx)
  const { accountId, sessionId } = ctx.session
  await countTry(ctx, [{ name: 'passkey-confirm', key: accountId, tries: 60, seconds: 900 }])
  return requestOptions(ctx, { purpose: 'confirm', accountId, boundTo: sessionId })
}
