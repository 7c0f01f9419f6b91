import type { Tx } from '../../../db/store.ts'
import type { Deps } from '../../../deps.ts'
import type { RequestContext } from '../../../http/context.ts'
import { digestOf, randomText } from '../../../lib/secret.ts'
import { readKnownCookie, setKnownCookie } from '../session-cookie.ts'

/** As long as browsers keep a cookie at most; each sign-in begins it anew. */
export const knownMs = 400 * 86_400_000
/** Of one account. Above that the one that was away longest is forgotten. */
const most = 30

/**
 * Knows the browser from here on.
 *
 * @returns its digest, and whether it was known already.
 */
export async function meetBrowser(
  tx: Tx,
  ctx: RequestContext,
  accountId: string,
): Promise<{ browser: string; known: boolean }> {
  const now = ctx.clock.now()
  const brought = readKnownCookie(ctx, accountId)
  const known = brought
    ? await tx
        .updateTable('known_browsers')
        .set({ last_seen_at: now })
        .where('digest', '=', digestOf(brought))
        .where('account_id', '=', accountId)
        .where('last_seen_at', '>', now - knownMs)
        .returning('digest')
        .executeTakeFirst()
    : undefined
  if (brought && known) {
    setKnownCookie(ctx, accountId, brought, knownMs)
    return { browser: known.digest, known: true }
  }
  const token = randomText(52)
  const browser = digestOf(token)
  await tx
    .insertInto('known_browsers')
    .values({ digest: browser, account_id: accountId, created_at: now, last_seen_at: now })
    .execute()
  await tx
    .deleteFrom('known_browsers')
    .where('account_id', '=', accountId)
    .where('digest', 'not in', (eb) =>
      eb
        .selectFrom('known_browsers as k')
        .select('k.digest')
        .where('k.account_id', '=', accountId)
        .orderBy('k.last_seen_at', 'desc')
        .orderBy('k.digest')
        .limit(most),
    )
    .execute()
  // Where the transaction fails, this cookie is one of nothing.
  setKnownCookie(ctx, accountId, token, knownMs)
  return { browser, known: false }
}

/** After a lockdown nothing is known any more: whoever signs in is told of. */
export async function forgetBrowsersOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('known_browsers').where('account_id', '=', accountId).execute()
}

/** Forgets browsers that stayed away, and questions that nobody answered. Neither counts without this as well. */
export async function sweepWatching({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const before = clock.now() - knownMs
  await store.db.deleteFrom('known_browsers').where('last_seen_at', '<=', before).execute()
  await store.db.deleteFrom('sign_in_notices').where('created_at', '<=', before).execute()
}
