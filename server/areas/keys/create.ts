import type { KeyScope } from '../../../contract/scopes.ts'
import type { Deps } from '../../deps.ts'
import { newId } from '../../lib/id.ts'
import { type AuditActor, record } from '../audit/index.ts'
import { findKey, type KeyRow, searchable } from './rows.ts'
import { allowedExpiry, assertRoomForKey, checkedAllowlist, lockKeyRules } from './rules.ts'
import { newKeySecret } from './secret.ts'

export type NewKey = {
  name: string
  /** RFC 3339; null or left out: never, or the policy's limit. */
  expiresAt?: string | null | undefined
  remark?: string | undefined
  scopes?: readonly KeyScope[] | undefined
  /** Null or left out: every model. */
  models?: readonly string[] | null | undefined
  ipAllowlist?: readonly string[] | undefined
}

/**
 * Makes a key that belongs to an account in an organization.
 *
 * @returns the only copy of its secret.
 * @throws key_expiry_passed, key_expiry_too_far, invalid_ip_allowlist, too_many_keys.
 */
export async function createKey(
  ctx: Pick<Deps, 'store'> & AuditActor,
  owner: { organizationId: string; accountId: string },
  input: NewKey,
): Promise<{ key: KeyRow; secret: string }> {
  const { organizationId, accountId } = owner
  const now = ctx.clock.now()
  const id = newId('key', now)
  const { secret, digest, hint } = newKeySecret(id)
  const allowlist = checkedAllowlist(input.ipAllowlist ?? [])
  const scopes = [...new Set(input.scopes ?? (['models:call'] as const))]
  const models = input.models ? [...new Set(input.models)] : null
  const key = await ctx.store.transaction(async (tx) => {
    const { maxKeyDays } = await lockKeyRules(tx, organizationId)
    const expiresAt = allowedExpiry(input.expiresAt, maxKeyDays, now)
    await assertRoomForKey(tx, organizationId, now)
    await tx
      .insertInto('api_keys')
      .values({
        id,
        organization_id: organizationId,
        account_id: accountId,
        name: input.name,
        name_search: searchable(input.name),
        remark: input.remark ?? '',
        scopes: JSON.stringify(scopes),
        models: models && JSON.stringify(models),
        ip_allowlist: JSON.stringify(allowlist),
        hint,
        expires_at: expiresAt,
        created_at: now,
      })
      .execute()
    await tx
      .insertInto('api_key_secrets')
      .values({ digest, key_id: id, created_at: now, expires_at: null })
      .execute()
    await record(tx, ctx, {
      act: 'key.created',
      accountId,
      organizationId,
      target: id,
      security: true,
      details: { name: input.name, scopes, models, ipAllowlist: allowlist, expiresAt },
    })
    ctx.store.announce(tx, { kind: 'key', id })
    return (await findKey(tx, { organizationId, keyId: id, now })) as KeyRow
  })
  return { key, secret }
}
