import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { ApiKeyRow, DB } from '../../db/schema.ts'
import { containing } from '../../db/sql.ts'
import type { Db } from '../../db/store.ts'
import { comparable } from '../../http/page.ts'
import { callingRoles, type KeyStatus } from './status.ts'

/** A key with what its view needs of other tables. */
export type KeyRow = ApiKeyRow & {
  /** The organization's slug. */
  organization: string
  /** 1 where the person that it belongs to is gone, disabled or no longer allowed to call. */
  orphaned: number
  previous_secret_until: number | null
}

type Where = ExpressionBuilder<DB & { k: ApiKeyRow }, 'k'>

/** Whether a key's person can still call: the same rule as `readKey` has, in SQL. */
const owned = sql<SqlBool>`exists (select 1 from memberships m join accounts a on a.id = m.account_id
  where m.organization_id = k.organization_id and m.account_id = k.account_id
  and m.role in (${sql.join(callingRoles.map((role) => sql.lit(role)))}) and a.disabled_at is null)`

/** Keys as rows of `KeyRow`, ready for a `where`. */
export function keyRows(db: Db, now: number) {
  return db
    .selectFrom('api_keys as k')
    .innerJoin('organizations as o', 'o.id', 'k.organization_id')
    .selectAll('k')
    .select('o.slug as organization')
    .select(sql<number>`case when ${owned} then 0 else 1 end`.as('orphaned'))
    .select((select) =>
      select
        .selectFrom('api_key_secrets as s')
        .whereRef('s.key_id', '=', 'k.id')
        .where('s.expires_at', '>', now)
        .select((of) => of.fn.max('s.expires_at').as('until'))
        .as('previous_secret_until'),
    )
}

/** One key of an organization, or null. */
export async function findKey(
  db: Db,
  input: { organizationId: string; keyId: string; now: number },
): Promise<KeyRow | null> {
  if (!comparable(input.keyId)) return null
  const row = await keyRows(db, input.now)
    .where('k.id', '=', input.keyId)
    .where('k.organization_id', '=', input.organizationId)
    .executeTakeFirst()
  return row ?? null
}

/** Keys that have a status now; agrees with `statusOf`, which a test shows. */
export function havingStatus(where: Where, status: KeyStatus, now: number): Expression<SqlBool> {
  const live = where('k.revoked_at', 'is', null)
  const enabled = where.and([live, where('k.disabled_at', 'is', null), owned])
  const unexpired = where.or([where('k.expires_at', 'is', null), where('k.expires_at', '>', now)])
  if (status === 'revoked') return where('k.revoked_at', 'is not', null)
  if (status === 'disabled')
    return where.and([live, where.or([where('k.disabled_at', 'is not', null), where.not(owned)])])
  if (status === 'expired') return where.and([enabled, where.not(unexpired)])
  if (status === 'active') return where.and([enabled, unexpired])
  // Nothing waits for approval until keys can.
  return sql<SqlBool>`1 = 0`
}

const longestSearch = 1000

/** Keys whose id or name contains a text, whatever it is made of (rule 45). */
export function matching(q: string): Expression<SqlBool> {
  const text = searchable(q.trim())
  // Longer than any name: SQLite would refuse the pattern instead of finding nothing.
  if (text.length > longestSearch || !comparable(text)) return sql<SqlBool>`1 = 0`
  const pattern = containing(text)
  return sql<SqlBool>`(k.name_search like ${pattern} escape '\\' or k.id like ${pattern} escape '\\')`
}

/** A name as it is searched: alike in both databases, whose own lower-casing differs beyond ASCII. */
export function searchable(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
