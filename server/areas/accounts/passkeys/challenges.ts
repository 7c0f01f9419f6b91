import { randomBytes } from 'node:crypto'
import type { RequestContext } from '../../../http/context.ts'
import { digestOf } from '../../../lib/secret.ts'

/** How long the browser has to answer; rule 24 allows no more. */
export const challengeMs = 300_000
/** Rule 24 asks for 16. */
const challengeBytes = 32

/** What a challenge is good for: one purpose, for one person (nobody is known yet who signs in), in one place of theirs. */
export type Bound = {
  purpose: 'sign_in' | 'second_factor' | 'confirm' | 'register'
  accountId: string | null
  /** The id of the session, the digest of the half sign-in or of the browser's cookie. */
  boundTo: string
}

type Context = Pick<RequestContext, 'store' | 'clock'>

/** Random bytes for a browser to sign; only their digest is kept. @returns base64url */
export async function makeChallenge({ store, clock }: Context, bound: Bound): Promise<string> {
  const now = clock.now()
  const challenge = randomBytes(challengeBytes).toString('base64url')
  await store.db
    .insertInto('passkey_challenges')
    .values({
      ...{ digest: digestOf(challenge), purpose: bound.purpose, account_id: bound.accountId },
      ...{ bound_to: bound.boundTo, created_at: now, expires_at: now + challengeMs },
    })
    .execute()
  return challenge
}

/**
 * Uses a challenge up, whatever comes of what was signed: one statement, so that of many at once one gets it (rule 24). Whoever is not the
 * one that it was made for does not use it up either.
 *
 * @returns whether it was good.
 */
export async function takeChallenge(
  { store, clock }: Context,
  { purpose, accountId, boundTo }: Bound,
  challenge: string,
): Promise<boolean> {
  const taken = await store.db
    .deleteFrom('passkey_challenges')
    .where('digest', '=', digestOf(challenge))
    .where('purpose', '=', purpose)
    .where('account_id', accountId === null ? 'is' : '=', accountId)
    .where('bound_to', '=', boundTo)
    .returning('expires_at')
    .executeTakeFirst()
  return taken !== undefined && taken.expires_at > clock.now()
}
