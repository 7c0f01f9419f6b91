import type { Db } from '../../db/store.ts'
import type { LedgerKind } from './ledger.ts'
import { walletId } from './meters.ts'
import { hourOf } from './roll-up.ts'

/** A line of the ledger page: an entry, or an hour's calls. `key` orders the lines: newest last. */
export type LedgerLine = {
  key: string
  id: string
  at: number
  kind: LedgerKind | 'usage'
  ref: string | null
  amountNanos: bigint
  note: string
  calls: number | null
}

const digits = 15
const hourMs = 3_600_000

/** The keys of lines, which are the cursors of pages: what is no moment must not reach the database. */
export const ledgerCursor = /^\d{15}:\w{0,100}$/

// Lines are ordered by their moment; an hour's calls stand at its end, before entries of that very moment.
const entryKey = (at: number, id: string): string => `${String(at).padStart(digits, '0')}:${id}`
const usageKey = (hour: number): string => `${String(hour + hourMs - 1).padStart(digits, '0')}:`

async function entries(db: Db, wallet: string, below: string | null, limit: number): Promise<LedgerLine[]> {
  const [moment = '', id = ''] = (below ?? '').split(':')
  const at = Number(moment)
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('wallet_id', '=', wallet)
    .$if(below !== null, (query) =>
      query.where((eb) => eb.or([eb('at', '<', at), eb.and([eb('at', '=', at), eb('id', '<', id)])])),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    key: entryKey(row.at, row.id),
    id: row.id,
    at: row.at,
    kind: row.kind as LedgerKind,
    ref: row.ref,
    amountNanos: row.amount_nanos,
    note: row.note,
    calls: null,
  }))
}

async function hours(
  db: Db,
  organizationId: string,
  below: string | null,
  limit: number,
): Promise<LedgerLine[]> {
  const [moment = ''] = (below ?? '').split(':')
  const rows = await db
    .selectFrom('usage_hours')
    .select('hour')
    .select(({ fn }) => [fn.sum<bigint>('cost_nanos').as('cost_nanos'), fn.sum<number>('calls').as('calls')])
    .where('organization_id', '=', organizationId)
    .$if(below !== null, (query) => query.where('hour', '<=', hourOf(Number(moment))))
    .groupBy('hour')
    .orderBy('hour', 'desc')
    .limit(limit + 1)
    .execute()
  const lines = rows.map(
    (row): LedgerLine => ({
      key: usageKey(row.hour),
      id: `use_${row.hour}`,
      at: row.hour + hourMs - 1,
      kind: 'usage',
      ref: null,
      amountNanos: -row.cost_nanos,
      note: '',
      calls: Number(row.calls),
    }),
  )
  return lines.filter((line) => below === null || line.key < below)
}

/** What everything before a line adds up to: the ledger's entries less what hours of calls cost. */
async function balanceUpTo(db: Db, organizationId: string, key: string): Promise<bigint> {
  const [moment = '', id = ''] = key.split(':')
  const at = Number(moment)
  const wallet = walletId(organizationId)
  const entered = await db
    .selectFrom('ledger')
    .select(({ fn }) => fn.sum<bigint | null>('amount_nanos').as('sum_nanos'))
    .where('wallet_id', '=', wallet)
    .where((eb) => eb.or([eb('at', '<', at), eb.and([eb('at', '=', at), eb('id', '<=', id)])]))
    .executeTakeFirst()
  const spent = await db
    .selectFrom('usage_hours')
    .select(({ fn }) => fn.sum<bigint | null>('cost_nanos').as('sum_nanos'))
    .where('organization_id', '=', organizationId)
    .where('hour', '<=', at - hourMs + 1)
    .executeTakeFirst()
  return BigInt(entered?.sum_nanos ?? 0n) - BigInt(spent?.sum_nanos ?? 0n)
}

/**
 * A page of the ledger, newest first: entries, and usage as one line an hour from the roll-ups (money.md, "Tables"), each with the
 * balance after it.
 *
 * @param below the key of the last line of the page before, or null.
 * @returns up to `limit` + 1 lines.
 */
export async function ledgerPage(
  db: Db,
  organizationId: string,
  below: string | null,
  limit: number,
): Promise<(LedgerLine & { balanceNanos: bigint })[]> {
  const [own, used] = await Promise.all([
    entries(db, walletId(organizationId), below, limit + 1),
    hours(db, organizationId, below, limit + 1),
  ])
  const lines = [...own, ...used].sort((a, b) => (a.key < b.key ? 1 : -1)).slice(0, limit + 1)
  const first = lines[0]
  if (!first) return []
  let balance = await balanceUpTo(db, organizationId, first.key)
  return lines.map((line) => {
    const withBalance = { ...line, balanceNanos: balance }
    balance -= line.amountNanos
    return withBalance
  })
}
