import type { Db } from '../../db/store.ts'
import { idFloor } from '../../lib/id.ts'

/** A range of request ids: from `least` on, before `below`. */
export type IdRange = { least: string; below: string }

const hourMs = 3_600_000
/** An id is made when its call arrives, up to the time that reading a body may take before the record's own time. */
const earlierMs = 360_000

/**
 * Where the calls of one key, model or member lie, newest first: the hours of the roll-ups in which it has any, as ranges of ids, neighbours joined.
 * An index of its own would have to be written with each call; this reads a few rows of the sums instead.
 */
export async function rangesOf(
  db: Db,
  organizationId: string,
  {
    keyId,
    model,
    accountId = null,
  }: { keyId: string | null; model: string | null; accountId?: string | null },
  within: IdRange,
): Promise<IdRange[]> {
  let rows = db
    .selectFrom('usage_hours')
    .select('hour')
    .distinct()
    .where('organization_id', '=', organizationId)
  if (keyId !== null) rows = rows.where('key_id', '=', keyId)
  if (model !== null) rows = rows.where('model', '=', model)
  if (accountId !== null) rows = rows.where('account_id', '=', accountId)
  const hours = await rows.orderBy('hour', 'desc').execute()
  const ranges: IdRange[] = []
  let from = Number.POSITIVE_INFINITY
  let to = from
  const close = (): void => {
    if (from === Number.POSITIVE_INFINITY) return
    const least = idFloor('req', from - earlierMs)
    const below = idFloor('req', to)
    const range = {
      least: least > within.least ? least : within.least,
      below: below < within.below ? below : within.below,
    }
    if (range.least < range.below) ranges.push(range)
  }
  for (const { hour } of hours) {
    if (hour + hourMs < from - earlierMs) {
      close()
      to = hour + hourMs
    }
    from = hour
  }
  close()
  return ranges
}
