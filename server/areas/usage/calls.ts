import { type SqlBool, sql } from 'kysely'
import type { Permission } from '../../../contract/roles.ts'
import { playgroundKeyId } from '../../../contract/usage.ts'
import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { comparable, pageLimit, readCursor } from '../../http/page.ts'
import { idFloor } from '../../lib/id.ts'

/** Whose calls a person may see: those of the organization, or of their own keys only. */
export type Seeing = { organizationId: string; accountId: string; can: ReadonlySet<Permission> }

export type UsageFilters = {
  limit?: number | undefined
  cursor?: string | undefined
  /** RFC 3339; from this moment on. */
  from?: string | undefined
  /** RFC 3339; before this moment. */
  to?: string | undefined
  model?: string | undefined
  key?: string | undefined
  /** Three digits, `ok` (no error) or `error`. */
  status?: string | undefined
  requestId?: string | undefined
}

const listed = [
  'u.request_id',
  'u.at',
  'u.key_id',
  'u.account_id',
  'u.model',
  'u.endpoint',
  'u.stream',
  'u.status',
  'u.error_code',
  'u.usage_source',
  'u.cost_nanos',
  'u.price_id',
  'u.unpriced',
  'u.latency_ms',
  'u.first_token_ms',
  'u.input_tokens',
  'u.output_tokens',
  'u.ip',
  'k.name as key_name',
] as const

const calls = (db: Db) => db.selectFrom('usage_records as u').leftJoin('api_keys as k', 'k.id', 'u.key_id')

/** Request ids between the bounds of a time range and of a cursor. They sort by time, whatever the collation. */
function idRange({ from, to, ...page }: UsageFilters): { least: string; below: string } {
  const cursor = readCursor(page)
  const end = to === undefined ? 'req_z' : idFloor('req', Date.parse(to))
  return {
    least: idFloor('req', from === undefined ? 0 : Date.parse(from)),
    below: cursor !== null && cursor < end ? cursor : end,
  }
}

/**
 * A page of calls, newest first, one row more than it shows.
 *
 * The bounds are pairs, and so is the order: only the index of the organization (or of the key) answers that, from where the page
 * begins. With two plain conditions PostgreSQL would rather go back through everybody's calls until it has found enough.
 *
 * @param keyId a key of this organization, where only its calls are asked for.
 */
export function pageOfCalls(db: Db, seeing: Seeing, filters: UsageFilters, keyId: string | null = null) {
  const { model, status } = filters
  const { least, below } = idRange(filters)
  const [column, value] =
    keyId === null ? (['organization_id', seeing.organizationId] as const) : (['key_id', keyId] as const)
  const place = sql.ref(`u.${column}`)
  let rows = calls(db)
    .select(listed)
    .where(sql<SqlBool>`(${place}, u.request_id) >= (${value}, ${least})`)
    .where(sql<SqlBool>`(${place}, u.request_id) < (${value}, ${below})`)
  if (!seeing.can.has('usage:read')) rows = rows.where('u.account_id', '=', seeing.accountId)
  if (model !== undefined) rows = rows.where('u.model', '=', model)
  if (status === 'ok') rows = rows.where('u.error_code', 'is', null)
  else if (status === 'error') rows = rows.where('u.error_code', 'is not', null)
  else if (status !== undefined) rows = rows.where('u.status', '=', Number(status))
  return rows
    .orderBy(`u.${column}`, 'desc')
    .orderBy('u.request_id', 'desc')
    .limit(pageLimit(filters) + 1)
}

/** Reads a page. `errors`: only calls that were refused or failed. */
export async function listCalls(
  { store }: Pick<Deps, 'store'>,
  seeing: Seeing,
  filters: UsageFilters,
  { errors }: { errors: boolean },
): Promise<CallRow[]> {
  const { model = '', key, requestId } = filters
  if (![model, key ?? '', requestId ?? ''].every(comparable)) return []
  const playground = key === playgroundKeyId
  if (key !== undefined && !playground && !(await isKeyOf(store.reads, seeing.organizationId, key))) return []
  let rows = pageOfCalls(store.reads, seeing, filters, playground ? null : key)
  // Every organization's playground has this name, so it is sought among the calls of this one.
  if (playground) rows = rows.where('u.key_id', '=', key)
  if (requestId !== undefined) rows = rows.where('u.request_id', '=', requestId)
  return (errors ? rows.where('u.error_code', 'is not', null) : rows).execute()
}

async function isKeyOf(db: Db, organizationId: string, keyId: string): Promise<boolean> {
  const keys = db.selectFrom('api_keys').select('id').where('id', '=', keyId)
  return (await keys.where('organization_id', '=', organizationId).execute()).length > 0
}

/** One call with everything that explains its cost, or null. */
export async function findCall({ store }: Pick<Deps, 'store'>, seeing: Seeing, requestId: string) {
  if (!comparable(requestId)) return null
  const rows = calls(store.reads)
    .select(listed)
    .select(['u.hold_nanos', 'u.over_nanos', 'u.late', 'u.buckets', 'u.attempts'])
    .where('u.request_id', '=', requestId)
    .where('u.organization_id', '=', seeing.organizationId)
  const own = seeing.can.has('usage:read') ? rows : rows.where('u.account_id', '=', seeing.accountId)
  return (await own.executeTakeFirst()) ?? null
}

export type CallRow = Awaited<ReturnType<ReturnType<typeof pageOfCalls>['execute']>>[number]
export type WholeCallRow = NonNullable<Awaited<ReturnType<typeof findCall>>>
