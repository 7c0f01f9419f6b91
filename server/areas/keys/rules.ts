import type { Tx } from '../../db/store.ts'
import { parseNetworks } from '../../http/client-address.ts'
import { badAllowlist, expiryPassed, expiryTooFar, notAvailableYet, tooManyKeys } from './errors.ts'

/** Live keys that one organization can have. */
export const mostLiveKeys = 1000
const dayMs = 86_400_000

/**
 * The rules that an organization has for its keys. Locks them until the transaction ends, so that what is checked still holds when the
 * key is written: neither the policy nor the number of keys changes in between.
 */
export async function lockKeyRules(tx: Tx, organizationId: string): Promise<{ maxKeyDays: number | null }> {
  const row = await tx
    .updateTable('policies')
    .set((now) => ({ updated_at: now.ref('updated_at') }))
    .where('organization_id', '=', organizationId)
    .returning('max_key_days')
    .executeTakeFirstOrThrow()
  return { maxKeyDays: row.max_key_days }
}

/** @throws too_many_keys. Call under `lockKeyRules`. */
export async function assertRoomForKey(tx: Tx, organizationId: string, now: number): Promise<void> {
  const { live } = await tx
    .selectFrom('api_keys')
    .select((of) => of.fn.countAll<number>().as('live'))
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirstOrThrow()
  if (live >= mostLiveKeys) throw tooManyKeys(mostLiveKeys)
}

/**
 * The expiry of a key in milliseconds since 1970: what was asked for, or the policy's limit where a key that never expires is not
 * allowed.
 *
 * @throws key_expiry_passed, key_expiry_too_far.
 */
export function allowedExpiry(
  asked: string | null | undefined,
  maxKeyDays: number | null,
  now: number,
): number | null {
  const latest = maxKeyDays === null ? null : now + maxKeyDays * dayMs
  if (asked === null || asked === undefined) return latest
  const expiresAt = Date.parse(asked)
  if (expiresAt <= now) throw expiryPassed()
  if (latest !== null && expiresAt > latest) throw expiryTooFar(maxKeyDays as number)
  return expiresAt
}

/** @throws invalid_ip_allowlist naming the entry that is no network. */
export function checkedAllowlist(entries: readonly string[]): string[] {
  const list = [...new Set(entries.map((entry) => entry.trim()))]
  for (const entry of list) {
    try {
      parseNetworks([entry])
    } catch {
      throw badAllowlist(entry)
    }
  }
  return list
}

/** What no call obeys yet is refused, not ignored. */
export function refuseWhatIsNotObeyed(input: {
  budgets?: readonly unknown[] | undefined
  limits?: Readonly<Record<string, unknown>> | undefined
}): void {
  if (input.budgets && input.budgets.length > 0) throw notAvailableYet('budgets')
  if (Object.values(input.limits ?? {}).some((limit) => limit !== null && limit !== undefined))
    throw notAvailableYet('limits')
}
