import { sql } from 'kysely'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { fingerprint } from '../lib/secret.ts'
import { tooManyRequests } from './errors.ts'

/** So many tries in so many seconds, counted for one thing (an account, an address, a mail recipient). */
export type Limit = { name: string; key: string; tries: number; seconds: number }

/**
 * Counts a try against each limit, in their order up to the first that is used up, and refuses then (rule 34). The count is one statement in
 * the database: it cannot be outrun by parallel tries, and holds over nodes and restarts. Several are one transaction, which stays also
 * where it refuses. None of it waits for the disk: a flood of tries would stop everybody else for as long (bench/passwords), and what a
 * power cut takes back is the tries of its last moment.
 *
 * @param silent counted last, where no other refuses; used up it refuses nothing here.
 * @returns whether `silent` is used up.
 * @throws tooManyRequests with the time until the window ends.
 */
export async function countTry(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  limits: readonly Limit[],
  silent?: Limit,
): Promise<boolean> {
  const now = clock.now()
  const counting = async (db: Db): Promise<{ waitMs: number; locked: boolean }> => {
    for (const limit of limits) {
      const waitMs = await countOne(db, limit, now)
      if (waitMs > 0) return { waitMs, locked: false }
    }
    return { waitMs: 0, locked: silent !== undefined && (await countOne(db, silent, now)) > 0 }
  }
  const several = limits.length + (silent ? 1 : 0) > 1
  const { waitMs, locked } = await (several
    ? store.unsynced.transaction().execute(counting)
    : counting(store.unsynced))
  if (waitMs > 0) throw tooManyRequests(Math.max(1, Math.ceil(waitMs / 1000)))
  return locked
}

/** @returns for how many milliseconds nothing more is taken; 0 while it is. */
async function countOne(db: Db, limit: Limit, now: number): Promise<number> {
  const { tries, seconds } = limit
  const start = now - (now % (seconds * 1000))
  const row = await db
    .insertInto('throttles')
    .values({ bucket: bucketOf(limit), window_start: start, used: 1 })
    .onConflict((conflict) =>
      conflict.column('bucket').doUpdateSet({
        used: sql<number>`case when throttles.window_start = ${start} then throttles.used + 1 else 1 end`,
        window_start: start,
      }),
    )
    .returning('used')
    .executeTakeFirstOrThrow()
  return row.used > tries ? start + seconds * 1000 - now : 0
}

const bucketOf = ({ name, key }: Limit): string => `${name}:${fingerprint(key)}`

/** Forgets the tries that were counted: whoever proved who they are starts anew. */
export async function forgetTries({ store }: Pick<Deps, 'store'>, limit: Limit): Promise<void> {
  await store.unsynced.deleteFrom('throttles').where('bucket', '=', bucketOf(limit)).execute()
}

/** Gives one counted try back, where only failures are to count. */
export async function giveTryBack({ store }: Pick<Deps, 'store'>, limit: Limit): Promise<void> {
  await store.unsynced
    .updateTable('throttles')
    .set((eb) => ({ used: eb('used', '-', 1) }))
    .where('bucket', '=', bucketOf(limit))
    .where('used', '>', 0)
    .execute()
}

/** Forgets windows that ended more than a day ago; called by the sweeper. */
export async function sweepThrottles({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.unsynced
    .deleteFrom('throttles')
    .where('window_start', '<', clock.now() - 86_400_000)
    .execute()
}
