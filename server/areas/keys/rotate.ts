import type { Deps } from '../../deps.ts'
import { type AuditActor, record } from '../audit/index.ts'
import { keyRevoked } from './errors.ts'
import { findKey, type KeyRow } from './rows.ts'
import { newKeySecret } from './secret.ts'

/**
 * Gives a key a new secret. The one before works for the overlap; one that an earlier rotation left working ends at once, so at most
 * two ever live.
 *
 * @param overlapSeconds 0 ends the old secret at once.
 * @returns the only copy of the new secret.
 * @throws key_revoked.
 */
export async function rotateKey(
  ctx: Pick<Deps, 'store'> & AuditActor,
  key: KeyRow,
  actorId: string,
  { overlapSeconds }: { overlapSeconds: number },
): Promise<{ key: KeyRow; secret: string }> {
  const now = ctx.clock.now()
  const { secret, digest, hint } = newKeySecret(key.id)
  const rotated = await ctx.store.transaction(async (tx) => {
    // Also what makes rotations of one key wait for each other.
    const changed = await tx
      .updateTable('api_keys')
      .set({ hint })
      .where('id', '=', key.id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute()
    if (changed.length === 0) throw keyRevoked()
    const secrets = tx.deleteFrom('api_key_secrets').where('key_id', '=', key.id)
    if (overlapSeconds === 0) await secrets.execute()
    else {
      await secrets.where('expires_at', 'is not', null).execute()
      await tx
        .updateTable('api_key_secrets')
        .set({ expires_at: now + overlapSeconds * 1000 })
        .where('key_id', '=', key.id)
        .execute()
    }
    await tx
      .insertInto('api_key_secrets')
      .values({ digest, key_id: key.id, created_at: now, expires_at: null })
      .execute()
    await record(tx, ctx, {
      act: 'key.rotated',
      accountId: actorId,
      organizationId: key.organization_id,
      target: key.id,
      security: true,
      details: { overlapSeconds },
    })
    ctx.store.announce(tx, { kind: 'key', id: key.id })
    return (await findKey(tx, { organizationId: key.organization_id, keyId: key.id, now })) as KeyRow
  })
  return { key: rotated, secret }
}
