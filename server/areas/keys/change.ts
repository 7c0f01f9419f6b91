import type { Deps } from '../../deps.ts'
import { type AuditActor, record } from '../audit/index.ts'
import type { NewKey } from './create.ts'
import { keyRevoked } from './errors.ts'
import { findKey, type KeyRow, searchable } from './rows.ts'
import { allowedExpiry, assertRoomForKey, checkedAllowlist, lockKeyRules } from './rules.ts'

type Acting = Pick<Deps, 'store'> & AuditActor
export type KeyChanges = Partial<NewKey> & { status?: 'active' | 'disabled' | undefined }

const acts = { active: 'key.enabled', disabled: 'key.disabled' } as const

/**
 * Changes what is named and nothing else (promise 9); obeyed by the next call.
 *
 * @throws key_revoked, and what `createKey` throws.
 */
export async function changeKey(
  ctx: Acting,
  key: KeyRow,
  actorId: string,
  changes: KeyChanges,
): Promise<KeyRow> {
  const now = ctx.clock.now()
  const organizationId = key.organization_id
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const allowlist = changes.ipAllowlist && checkedAllowlist(changes.ipAllowlist)
  return ctx.store.transaction(async (tx) => {
    let expiry: { expires_at?: number | null } = {}
    if (changes.expiresAt !== undefined) {
      const { maxKeyDays } = await lockKeyRules(tx, organizationId)
      expiry = { expires_at: allowedExpiry(changes.expiresAt, maxKeyDays, now) }
      // A later expiry brings an expired key back to life: it needs room like a new one.
      if (key.expires_at !== null && key.expires_at <= now) await assertRoomForKey(tx, organizationId, now)
    }
    const set = {
      ...expiry,
      ...(changes.name === undefined ? {} : { name: changes.name, name_search: searchable(changes.name) }),
      ...(changes.remark === undefined ? {} : { remark: changes.remark }),
      ...(changes.scopes === undefined ? {} : { scopes: JSON.stringify([...new Set(changes.scopes)]) }),
      ...(changes.models === undefined
        ? {}
        : { models: changes.models && JSON.stringify([...new Set(changes.models)]) }),
      ...(allowlist === undefined ? {} : { ip_allowlist: JSON.stringify(allowlist) }),
      ...(changes.status === undefined ? {} : { disabled_at: changes.status === 'disabled' ? now : null }),
    }
    if (Object.keys(set).length > 0) {
      const changed = await tx
        .updateTable('api_keys')
        .set(set)
        .where('id', '=', key.id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .execute()
      if (changed.length === 0) throw keyRevoked()
      await record(tx, ctx, {
        act: changes.status === undefined ? 'key.updated' : acts[changes.status],
        accountId: actorId,
        organizationId,
        target: key.id,
        security: true,
        details: {
          ...named,
          ...(allowlist === undefined ? {} : { ipAllowlist: allowlist }),
          ...shown(expiry),
        },
      })
      ctx.store.announce(tx, { kind: 'key', id: key.id })
    }
    return (await findKey(tx, { organizationId, keyId: key.id, now })) as KeyRow
  })
}

/** What was decided about the expiry, which may be the policy's limit instead of what was asked for. */
function shown({ expires_at }: { expires_at?: number | null }): { expiresAt?: string | null } {
  if (expires_at === undefined) return {}
  return { expiresAt: expires_at === null ? null : new Date(expires_at).toISOString() }
}

/** Ends a key for good. A second time changes nothing and is not an error. */
export async function revokeKey(ctx: Acting, key: KeyRow, actorId: string): Promise<void> {
  const now = ctx.clock.now()
  await ctx.store.transaction(async (tx) => {
    const revoked = await tx
      .updateTable('api_keys')
      .set({ revoked_at: now })
      .where('id', '=', key.id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    if (revoked.length === 0) return
    await record(tx, ctx, {
      act: 'key.revoked',
      accountId: actorId,
      organizationId: key.organization_id,
      target: key.id,
      security: true,
      details: { name: key.name },
    })
    ctx.store.announce(tx, { kind: 'key', id: key.id })
  })
}
