import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import type { DB } from '../../db/schema.ts'

/** Keys that are neither revoked nor switched off nor expired; whether their person may call is another matter. */
export function liveKeys(now: number): Expression<SqlBool> {
  const eb = expressionBuilder<DB, 'api_keys'>()
  return eb.and([
    eb('api_keys.revoked_at', 'is', null),
    eb('api_keys.disabled_at', 'is', null),
    eb.or([eb('api_keys.expires_at', 'is', null), eb('api_keys.expires_at', '>', now)]),
  ])
}
