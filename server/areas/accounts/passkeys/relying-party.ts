import { type Expression, type SqlBool, sql } from 'kysely'
import type { Config } from '../../../config.ts'
import { switchedOn } from '../../settings/index.ts'

/** Whom browsers make passkeys for: the public URL's host, and the one origin that may ask. Never taken from a request. */
export function relyingParty({ publicUrl }: Pick<Config, 'publicUrl'>): { rpId: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl)
  return { rpId: hostname, origin }
}

/**
 * Whether the passkey in `passkeys` would do now: the operator has them switched on (rule 23), and it was made for this address. Read
 * with the row, so that it holds in the transaction that asks.
 */
export function passkeyIsUsable(config: Pick<Config, 'publicUrl'>): Expression<SqlBool> {
  const { rpId } = relyingParty(config)
  return sql<SqlBool>`(passkeys.rp_id = ${rpId} and ${switchedOn('passkeys')})`
}
