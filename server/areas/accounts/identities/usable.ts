import { type Expression, type SqlBool, sql } from 'kysely'

/**
 * Whether the identity in `identities` would sign in now: the operator has its provider switched on, and it is still the issuer that was
 * linked; one that was pointed elsewhere since knows them no more. Read with the row, so that it holds in the transaction that asks.
 */
export function identityIsUsable(): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from identity_providers where identity_providers.id = identities.provider_id
    and identity_providers.enabled = 1 and identity_providers.deleted_at is null
    and identity_providers.issuer = identities.issuer)`
}
