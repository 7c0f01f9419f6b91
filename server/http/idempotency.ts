import type { Endpoint } from '../../contract/endpoint.ts'
import type { Deps } from '../deps.ts'
import { digestOf } from '../lib/secret.ts'
import { appError } from './errors.ts'

const keptMs = 24 * 3_600_000

type Stored = { status: number; reply: unknown }
export type Idempotent =
  | { stored: Stored }
  | { keep(status: number, reply: unknown): Promise<void>; drop(): Promise<void> }

/**
 * Claims an `Idempotency-Key` for an act. The second request with the same key and body gets the first one's answer, without its
 * secrets; one that comes while the first still runs, or with another body, is refused.
 *
 * @param who whose key it is: the same key of another person is another key.
 */
export async function claimIdempotencyKey(
  deps: Deps,
  input: { endpoint: Endpoint; url: string; who: string; key: string; body: unknown },
): Promise<Idempotent> {
  const { store, clock } = deps
  if (input.key.length > 200)
    throw appError(400, 'invalid_idempotency_key', 'An Idempotency-Key has at most 200 characters.')
  const id = digestOf(`${input.who}\n${input.endpoint.method} ${input.url}\n${input.key}`)
  const requestDigest = digestOf(JSON.stringify(input.body ?? null))
  const now = clock.now()
  await store.db
    .deleteFrom('idempotency_keys')
    .where('id', '=', id)
    .where('at', '<', now - keptMs)
    .execute()
  const claimed = await store.db
    .insertInto('idempotency_keys')
    .values({ id, request_digest: requestDigest, status: null, reply: null, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  if (claimed.length > 0) {
    return {
      async keep(status, reply) {
        const hidden = hideSecrets(reply, input.endpoint.idempotent?.secrets ?? [])
        await store.db
          .updateTable('idempotency_keys')
          .set({ status, reply: hidden })
          .where('id', '=', id)
          .execute()
      },
      async drop() {
        await store.db.deleteFrom('idempotency_keys').where('id', '=', id).execute()
      },
    }
  }
  const earlier = await store.db
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!earlier || earlier.request_digest !== requestDigest) {
    throw appError(
      409,
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request. Use a new key for a new act.',
    )
  }
  if (earlier.status === null || earlier.reply === null) {
    throw appError(
      409,
      'idempotency_key_in_use',
      'The first request with this Idempotency-Key has no answer yet. Wait, then look whether the thing exists.',
    )
  }
  return { stored: { status: earlier.status, reply: JSON.parse(earlier.reply) } }
}

function hideSecrets(reply: unknown, secrets: readonly string[]): string {
  return JSON.stringify(reply, (name, value: unknown) => (secrets.includes(name) ? null : value))
}

/** Forgets keys older than a day; called by the sweeper. */
export async function sweepIdempotencyKeys({ store, clock }: Deps): Promise<void> {
  await store.db
    .deleteFrom('idempotency_keys')
    .where('at', '<', clock.now() - keptMs)
    .execute()
}
