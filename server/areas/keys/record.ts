import { sql } from 'kysely'
import type { Role } from '../../../contract/roles.ts'
import type { KeyScope } from '../../../contract/scopes.ts'
import type { Db } from '../../db/store.ts'
import { type Networks, parseNetworks } from '../../http/client-address.ts'
import type { RecordIp } from './recorded-ip.ts'
import { callingRoles, type KeyState } from './status.ts'

/** A key as the gateway needs it: parsed once, kept in memory, never changed. */
export type KeyRecord = KeyState & {
  readonly keyId: string
  readonly organizationId: string
  readonly organizationSlug: string
  /** The person that the key belongs to: whose call it is. */
  readonly accountId: string
  readonly scopes: ReadonlySet<KeyScope>
  /** Null: every model. */
  readonly models: ReadonlySet<string> | null
  /** Null: from everywhere. */
  readonly networks: Networks | null
  /** The organization's switches that calls obey. */
  readonly policy: { readonly acceptUnpricedModels: boolean; readonly recordIp: RecordIp }
}

/** A record with the digests of its live secrets, which do not leave this area. */
export type LoadedKey = {
  record: KeyRecord
  secrets: readonly { digest: string; expiresAt: number | null }[]
}

/** Reads everything that a verification needs in one query; null where there is no such key. */
export async function readKey(db: Db, keyId: string): Promise<LoadedKey | null> {
  const rows = await db
    .selectFrom('api_keys as k')
    .innerJoin('organizations as o', 'o.id', 'k.organization_id')
    .leftJoin('policies as p', 'p.organization_id', 'k.organization_id')
    .leftJoin('accounts as a', 'a.id', 'k.account_id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.organization_id', '=', 'k.organization_id').onRef('m.account_id', '=', 'k.account_id'),
    )
    .leftJoin('api_key_secrets as s', 's.key_id', 'k.id')
    .where('k.id', '=', keyId)
    .select(['k.id', 'k.organization_id', 'o.slug', 'k.account_id', 'k.scopes', 'k.models', 'k.ip_allowlist'])
    .select(['k.expires_at', 'k.disabled_at', 'k.revoked_at', 'm.role'])
    .select(['p.accept_unpriced_models', 'p.record_ip'])
    .select(['s.digest', 's.expires_at as secret_expires_at'])
    .select(
      sql<number>`case when a.id is null or a.disabled_at is not null then 1 else 0 end`.as('account_gone'),
    )
    .execute()
  const [row] = rows
  if (!row) return null
  const allowlist = JSON.parse(row.ip_allowlist) as string[]
  const models = row.models === null ? null : (JSON.parse(row.models) as string[])
  const record: KeyRecord = {
    keyId: row.id,
    organizationId: row.organization_id,
    organizationSlug: row.slug,
    accountId: row.account_id,
    scopes: new Set(JSON.parse(row.scopes) as KeyScope[]),
    models: models === null ? null : new Set(models),
    networks: allowlist.length === 0 ? null : parseNetworks(allowlist),
    // Without a policy row the private defaults hold (promise 10).
    policy: {
      acceptUnpricedModels: row.accept_unpriced_models === 1,
      recordIp: (row.record_ip ?? 'off') as RecordIp,
    },
    expiresAt: row.expires_at,
    disabledAt: row.disabled_at,
    revokedAt: row.revoked_at,
    orphaned: row.account_gone === 1 || !callingRoles.includes(row.role as Role),
  }
  const secrets: { digest: string; expiresAt: number | null }[] = []
  for (const { digest, secret_expires_at } of rows) {
    if (digest !== null) secrets.push({ digest, expiresAt: secret_expires_at })
  }
  return { record, secrets }
}
