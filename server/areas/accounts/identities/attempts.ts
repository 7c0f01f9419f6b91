import type { Deps } from '../../../deps.ts'
import { addressBucket } from '../../../http/client-address.ts'
import type { RequestContext, SignedIn } from '../../../http/context.ts'
import { countTry } from '../../../http/limits.ts'
import { digestOf, randomText } from '../../../lib/secret.ts'
import { readIdentityCookie, setIdentityCookie } from '../session-cookie.ts'
import { attemptOver } from './errors.ts'
import type { Issuers } from './issuers.ts'
import type { Secrets } from './openid.ts'
import { offeredProvider, type Provider } from './providers.ts'

export const attemptMs = 600_000

/** What an attempt is for, and where it leads. */
export type Purpose = {
  /** Who links or confirms, in which session; null: somebody signs in. */
  for: { act: 'link' | 'confirm'; accountId: string; sessionId: string } | null
  next: string | null
  invitation: string | null
}
type Kept = Omit<Secrets, 'state'> & {
  next: string | null
  invitation: string | null
  issuer: string
  clientId: string
}

const placeOf = (digest: string): string => `identity-attempt:${digest}`

/**
 * Begins an attempt: state, PKCE verifier and nonce of its own (rule 29), bound to this browser by a cookie and to the provider, and to
 * person and session where it links or confirms. Of the state only a digest is kept, the rest is sealed.
 *
 * @returns where to send the browser.
 * @throws providerUnknown, identityFailed, tooManyRequests
 */
export async function beginAttempt(
  ctx: RequestContext,
  issuers: Issuers,
  slug: string,
  purpose: Purpose,
): Promise<string> {
  const provider = await offeredProvider(ctx.store.db, slug)
  await countTry(ctx, [{ name: 'identity-start', key: addressBucket(ctx.ip), tries: 300, seconds: 900 }])
  const secrets = { state: randomText(52), verifier: randomText(52), nonce: randomText(52) }
  const url = await issuers.url(ctx, provider, secrets, { again: purpose.for?.act === 'confirm' })
  const brought = readIdentityCookie(ctx)
  // A page that is open twice shares the cookie; one that was planted is not adopted (rule 8).
  const token = brought !== null && (await isOurs(ctx, brought)) ? brought : randomText(52)
  const digest = digestOf(secrets.state)
  const now = ctx.clock.now()
  const kept: Kept = {
    ...{ verifier: secrets.verifier, nonce: secrets.nonce, next: purpose.next },
    ...{ invitation: purpose.invitation, issuer: provider.issuer, clientId: provider.client_id },
  }
  await ctx.store.db
    .insertInto('identity_attempts')
    .values({
      ...{ digest, provider_id: provider.id, browser: digestOf(token) },
      purpose: purpose.for?.act ?? 'sign_in',
      ...{ account_id: purpose.for?.accountId ?? null, session_id: purpose.for?.sessionId ?? null },
      sealed: ctx.secretBox.seal(JSON.stringify(kept), placeOf(digest)),
      ...{ created_at: now, expires_at: now + attemptMs },
    })
    .execute()
  setIdentityCookie(ctx, token, attemptMs)
  return url
}

async function isOurs({ store, clock }: RequestContext, token: string): Promise<boolean> {
  const row = await store.db
    .selectFrom('identity_attempts')
    .select('digest')
    .where('browser', '=', digestOf(token))
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Uses an attempt up, whatever comes of it: one statement, so that of many at once one gets it. Whoever is not the one that it was made
 * for (another browser, another provider's callback, another session) does not use it up either.
 *
 * @throws attemptOver
 */
export async function takeAttempt(
  ctx: RequestContext & { session: SignedIn | null },
  provider: Provider,
  state: string,
): Promise<{ secrets: Secrets; purpose: Purpose }> {
  const browser = readIdentityCookie(ctx)
  // Rule 49: nothing was sent, so nothing is looked up.
  if (browser === null || state === '') throw attemptOver()
  const digest = digestOf(state)
  const taken = await ctx.store.db
    .deleteFrom('identity_attempts')
    .where('digest', '=', digest)
    .where('provider_id', '=', provider.id)
    .where('browser', '=', digestOf(browser))
    .where((eb) =>
      eb.or([
        eb('purpose', '=', 'sign_in'),
        eb.and([
          eb('account_id', '=', ctx.session?.accountId ?? ''),
          eb('session_id', '=', ctx.session?.sessionId ?? ''),
        ]),
      ]),
    )
    .returning(['purpose', 'sealed', 'expires_at', 'account_id', 'session_id'])
    .executeTakeFirst()
  if (!taken || taken.expires_at <= ctx.clock.now()) throw attemptOver()
  const kept = JSON.parse(ctx.secretBox.open(taken.sealed, placeOf(digest))) as Kept
  // The operator pointed the provider elsewhere meanwhile: what begins at one issuer does not end at another.
  if (kept.issuer !== provider.issuer || kept.clientId !== provider.client_id) throw attemptOver()
  const { account_id: accountId, session_id: sessionId } = taken
  return {
    secrets: { state, verifier: kept.verifier, nonce: kept.nonce },
    purpose: {
      for:
        accountId !== null && sessionId !== null
          ? { act: taken.purpose === 'confirm' ? 'confirm' : 'link', accountId, sessionId }
          : null,
      ...{ next: kept.next, invitation: kept.invitation },
    },
  }
}

/** Forgets attempts that are over. They are refused without this as well. */
export async function sweepAttempts({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.db.deleteFrom('identity_attempts').where('expires_at', '<=', clock.now()).execute()
}
