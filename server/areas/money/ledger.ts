import type { Db } from '../../db/store.ts'
import { newId } from '../../lib/id.ts'
import { changeCap, readMeter, walletId } from './meters.ts'

export type LedgerKind = 'credit' | 'topup' | 'refund' | 'adjustment' | 'archive'

export type LedgerEntry = {
  id: string
  at: number
  kind: LedgerKind
  ref: string
  amountNanos: bigint
  /** The wallet's balance after it. */
  balanceNanos: bigint
  note: string
}

/**
 * Writes an entry and raises (or lowers) the wallet's cap by it, in the caller's transaction: the cap is the sum of the ledger. `kind` and
 * `ref` are unique together, so the same entry is never written twice: a second one throws a unique violation.
 *
 * @param input.ref what the entry is about: a request id for a refund, a code, an id of the caller's.
 */
export async function addLedgerEntry(
  tx: Db,
  input: {
    organizationId: string
    kind: LedgerKind
    ref: string
    amountNanos: bigint
    note: string
    accountId: string | null
    now: number
  },
): Promise<LedgerEntry> {
  const wallet = walletId(input.organizationId)
  const id = newId('led', input.now)
  if (!(await changeCap(tx, wallet, input.amountNanos))) throw new Error(`There is no open wallet ${wallet}`)
  await tx
    .insertInto('ledger')
    .values({
      id,
      wallet_id: wallet,
      kind: input.kind,
      ref: input.ref,
      amount_nanos: input.amountNanos,
      note: input.note,
      account_id: input.accountId,
      at: input.now,
    })
    .execute()
  const meter = await readMeter(tx, wallet)
  const balanceNanos = (meter?.cap ?? 0n) - (meter?.spent ?? 0n)
  return {
    id,
    at: input.now,
    kind: input.kind,
    ref: input.ref,
    amountNanos: input.amountNanos,
    balanceNanos,
    note: input.note,
  }
}
