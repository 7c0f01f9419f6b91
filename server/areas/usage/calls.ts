import type { Permission } from '../../../contract/roles.ts'
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

/** The calls that a person may see, with the names of their keys. */
export function visibleCalls(db: Db, { organizationId, accountId, can }: Seeing) {
  const calls = db
    .selectFrom('usage_records as u')
    .leftJoin('api_keys as k', 'k.id', 'u.key_id')
    .where('u.organization_id', '=', organizationId)
  return can.has('usage:read') ? calls : calls.where('u.account_id', '=', accountId)
}

/**
 * A page of calls, newest first, one row more than it shows. Request ids sort by time, so a time range and a place in the list are
 * bounds of the same index.
 */
export function pageOfCalls(db: Db, seeing: Seeing, filters: UsageFilters) {
  const { from, to, model, key, status, requestId } = filters
  const cursor = readCursor(filters)
  let calls = visibleCalls(db, seeing).select(listed)
  if (from !== undefined) calls = calls.where('u.request_id', '>=', idFloor('req', Date.parse(from)))
  if (to !== undefined) calls = calls.where('u.request_id', '<', idFloor('req', Date.parse(to)))
  if (cursor !== null) calls = calls.where('u.request_id', '<', cursor)
  if (model !== undefined) calls = calls.where('u.model', '=', model)
  if (key !== undefined) calls = calls.where('u.key_id', '=', key)
  if (requestId !== undefined) calls = calls.where('u.request_id', '=', requestId)
  if (status === 'ok') calls = calls.where('u.error_code', 'is', null)
  else if (status === 'error') calls = calls.where('u.error_code', 'is not', null)
  else if (status !== undefined) calls = calls.where('u.status', '=', Number(status))
  return calls.orderBy('u.request_id', 'desc').limit(pageLimit(filters) + 1)
}

export type CallRow = Awaited<ReturnType<ReturnType<typeof pageOfCalls>['execute']>>[number]

/** Reads a page. `errors`: only calls that were refused or failed. */
export async function listCalls(
  { store }: Pick<Deps, 'store'>,
  seeing: Seeing,
  filters: UsageFilters,
  { errors }: { errors: boolean },
): Promise<CallRow[]> {
  const { model = '', key = '', requestId = '' } = filters
  if (![model, key, requestId].every(comparable)) return []
  const calls = pageOfCalls(store.reads, seeing, filters)
  return (errors ? calls.where('u.error_code', 'is not', null) : calls).execute()
}

/** One call with everything that explains its cost, or null. */
export async function findCall({ store }: Pick<Deps, 'store'>, seeing: Seeing, requestId: string) {
  if (!comparable(requestId)) return null
  const row = await visibleCalls(store.reads, seeing)
    .select(listed)
    .select(['u.hold_nanos', 'u.over_nanos', 'u.late', 'u.buckets', 'u.attempts'])
    .where('u.request_id', '=', requestId)
    .executeTakeFirst()
  return row ?? null
}

export type WholeCallRow = NonNullable<Awaited<ReturnType<typeof findCall>>>
