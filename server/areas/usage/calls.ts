import { type SqlBool, sql } from 'kysely'
import type { Permission } from '../../../contract/roles.ts'
import type { Db } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { comparable, pageLimit, readCursor } from '../../http/page.ts'
import { idFloor } from '../../lib/id.ts'
import { type IdRange, rangesOf } from './hours.ts'

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
  account?: string | undefined
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
export function idRange({ from, to, ...page }: UsageFilters): IdRange {
  const cursor = readCursor(page)
  const end = to === undefined ? 'req_z' : idFloor('req', Date.parse(to))
  return {
    least: idFloor('req', from === undefined ? 0 : Date.parse(from)),
    below: cursor !== null && cursor < end ? cursor : end,
  }
}

/**
 * Calls of a range, newest first, at most so many.
 *
 * The bounds are pairs, and so is the order: only the key of the table answers that, from where the page begins. With two plain
 * conditions PostgreSQL would rather go back through everybody's calls until it has found enough.
 */
export function callsWithin(
  db: Db,
  seeing: Seeing,
  { key, model, account, status, requestId }: UsageFilters,
  { least, below }: IdRange,
  most: number,
) {
  const { organizationId } = seeing
  let rows = calls(db)
    .select(listed)
    .where(sql<SqlBool>`(u.organization_id, u.request_id) >= (${organizationId}, ${least})`)
    .where(sql<SqlBool>`(u.organization_id, u.request_id) < (${organizationId}, ${below})`)
  if (key !== undefined) rows = rows.where('u.key_id', '=', key)
  if (account !== undefined) rows = rows.where('u.account_id', '=', account)
  if (requestId !== undefined) rows = rows.where('u.request_id', '=', requestId)
  if (!seeing.can.has('usage:read')) rows = rows.where('u.account_id', '=', seeing.accountId)
  if (model !== undefined) rows = rows.where('u.model', '=', model)
  if (status === 'ok') rows = rows.where('u.error_code', 'is', null)
  else if (status === 'error') rows = rows.where('u.error_code', 'is not', null)
  else if (status !== undefined) {
    rows = rows.where('u.status', '=', Number(status))
    // What says so has an error: only those are gone through, by their index.
    if (Number(status) >= 400) rows = rows.where('u.error_code', 'is not', null)
  }
  return rows.orderBy('u.organization_id', 'desc').orderBy('u.request_id', 'desc').limit(most)
}

/** Where the calls that filters leave can be, newest first; nowhere at all where a filter holds what nothing stored does. */
export async function rangesToRead(
  { store }: Pick<Deps, 'store'>,
  { organizationId, accountId, can }: Seeing,
  filters: UsageFilters,
): Promise<IdRange[]> {
  const { model = '', key, account, requestId } = filters
  if (![model, key ?? '', account ?? '', requestId ?? ''].every(comparable)) return []
  const page = idRange(filters)
  // Who sees their own calls alone has perhaps as few as a filter leaves.
  const member = account ?? (can.has('usage:read') ? null : accountId)
  // One call is found by the key of the table.
  if (requestId !== undefined || (key === undefined && model === '' && member === null)) return [page]
  return rangesOf(
    store.reads,
    organizationId,
    { keyId: key ?? null, model: model || null, accountId: member },
    page,
  )
}

/** Reads a page, newest first, one row more than it shows. `errors`: only calls that were refused or failed. */
export async function listCalls(
  deps: Pick<Deps, 'store'>,
  seeing: Seeing,
  filters: UsageFilters,
  { errors }: { errors: boolean },
): Promise<CallRow[]> {
  const found: CallRow[] = []
  const wanted = pageLimit(filters) + 1
  for (const range of await rangesToRead(deps, seeing, filters)) {
    const rows = callsWithin(deps.store.reads, seeing, filters, range, wanted - found.length)
    found.push(...(await (errors ? rows.where('u.error_code', 'is not', null) : rows).execute()))
    if (found.length >= wanted) break
  }
  return found
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

export type CallRow = Awaited<ReturnType<ReturnType<typeof callsWithin>['execute']>>[number]
export type WholeCallRow = NonNullable<Awaited<ReturnType<typeof findCall>>>
