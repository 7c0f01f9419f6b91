import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { fingerprint } from '../lib/secret.ts'
import { tooManyRequests } from './errors.ts'

/** So many tries in so many seconds, counted for one thing (an account, an address, a mail recipient). */
export type Limit = { name: string; key: string; tries: number; seconds: number }

/**
 * Counts a try against each limit and refuses when one is used up (rule 34). The count is one statement in the database: it cannot be
 * outrun by parallel tries, and holds over nodes and restarts.
 *
 * @throws tooManyRequests with the time until the window ends.
 */
export async function countTry(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  limits: readonly Limit[],
): Promise<void> {
  const now = clock.now()
  for (const limit of limits) {
    const { tries, seconds } = limit
    const start = now - (now % (seconds * 1000))
    const bucket = bucketOf(limit)
    const row = await store.db
      .insertInto('throttles')
      .values({ bucket, window_start: start, used: 1 })
      .onConflict((conflict) =>
        conflict.column('bucket').doUpdateSet({
          used: sql<number>`case when throttles.window_start = ${start} then throttles.used + 1 else 1 end`,
          window_start: start,
        }),
      )
      .returning('used')
      .executeTakeFirstOrThrow()
    if (row.used > tries) throw tooManyRequests(Math.max(1, Math.ceil((start + seconds * 1000 - now) / 1000)))
  }
}

const bucketOf = ({ name, key }: Limit): string => `${name}:${fingerprint(key)}`

/** Forgets the tries that were counted: whoever proved who they are starts anew. */
export async function forgetTries({ store }: Pick<Deps, 'store'>, limit: Limit): Promise<void> {
  await store.db.deleteFrom('throttles').where('bucket', '=', bucketOf(limit)).execute()
}

/** Gives one counted try back, where only failures are to count. */
export async function giveTryBack({ store }: Pick<Deps, 'store'>, limit: Limit): Promise<void> {
  await store.db
    .updateTable('throttles')
    .set((eb) => ({ used: eb('used', '-', 1) }))
    .where('bucket', '=', bucketOf(limit))
    .where('used', '>', 0)
    .execute()
}

/** Forgets windows that ended more than a day ago; called by the sweeper. */
export async function sweepThrottles({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.db
    .deleteFrom('throttles')
    .where('window_start', '<', clock.now() - 86_400_000)
    .execute()
}
