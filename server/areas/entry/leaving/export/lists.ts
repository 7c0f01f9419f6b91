import { sql } from 'kysely'
import type { Db } from '../../../../db/store.ts'

export type Row = Record<string, unknown>
/** A list of the archive: what it is called there, and its rows, page by page. */
export type List = { name: string; columns: readonly string[]; pages: () => AsyncIterable<readonly Row[]> }

/**
 * What an archive tells of a person, table by table and column by column: a new column is in it when somebody puts it here. None of them
 * holds a secret, a digest or a hash, nor what somebody else is called.
 */
const told: readonly [name: string, table: string, columns: readonly string[]][] = [
  ['emails', 'emails', ['id', 'address', 'is_primary', 'verified_at', 'created_at']],
  ['sessions', 'sessions', ['id', 'created_at', 'last_seen_at', 'expires_at', 'method', 'ip', 'user_agent']],
  [
    'trusted-devices',
    'trusted_devices',
    ['id', 'created_at', 'last_used_at', 'expires_at', 'ip', 'user_agent'],
  ],
  ['sign-in-notices', 'sign_in_notices', ['id', 'created_at', 'ip', 'user_agent', 'answered_at', 'answer']],
  ['authenticator', 'totp', ['enabled_at']],
  ['passkeys', 'passkeys', ['id', 'name', 'aaguid', 'synced', 'rp_id', 'created_at', 'last_used_at']],
  ['identities', 'identities', ['id', 'issuer', 'subject', 'label', 'created_at', 'last_used_at']],
  [
    'access-tokens',
    'access_tokens',
    ['id', 'name', 'scopes', 'created_at', 'regenerated_at', 'expires_at', 'last_used_at', 'revoked_at'],
  ],
  [
    'api-keys',
    'api_keys',
    [
      ...['id', 'organization_id', 'name', 'remark', 'scopes', 'models', 'ip_allowlist', 'created_at'],
      ...['expires_at', 'disabled_at', 'revoked_at', 'last_used_at', 'last_used_ip'],
    ],
  ],
  ['mails', 'mails', ['id', 'recipient', 'kind', 'state', 'created_at', 'ended_at']],
  ['memberships', 'memberships', ['organization_id', 'role', 'joined_at']],
]

const asJson = new Set(['scopes', 'models', 'ip_allowlist'])
const isYes = new Set(['is_primary', 'synced'])
const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

function shown(column: string, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (/_at$|^at$/.test(column)) return new Date(Number(value)).toISOString()
  if (asJson.has(column)) return JSON.parse(String(value)) as unknown
  return isYes.has(column) ? value === 1 : value
}

/** A row as an archive shows it: names as in the API, moments in words. */
export function rowOf(columns: readonly string[], row: Row): Row {
  return Object.fromEntries(columns.map((column) => [camel(column), shown(column, row[column])]))
}

/** The lists that are of a size to be read at once. */
export function smallLists(db: Db, accountId: string): List[] {
  return told.map(([name, table, columns]) => ({
    name,
    columns: columns.map(camel),
    async *pages() {
      const picked = sql.join(columns.map((column) => sql.ref(column)))
      const { rows } =
        await sql<Row>`select ${picked} from ${sql.table(table)} where account_id = ${accountId}
        order by ${sql.ref(columns[0] as string)}`.execute(db)
      yield rows.map((row) => rowOf(columns, row))
    },
  }))
}
