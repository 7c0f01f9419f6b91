import { isUniqueViolation } from '../../db/sql.ts'
import type { Tx } from '../../db/store.ts'
import type { RequestContext, SignedIn } from '../../http/context.ts'
import { invalidRequest, notFound } from '../../http/errors.ts'
import { newId } from '../../lib/id.ts'
import { record } from '../audit/index.ts'
import {
  addLedgerEntry,
  type LedgerEntry,
  type LedgerKind,
  MAX_AMOUNT,
  readMeter,
  usdToNanos,
  walletId,
} from '../money/index.ts'
import { alreadyRefunded, nothingToRefund } from './errors.ts'

type Acting = RequestContext & { session: SignedIn }

/** A wallet keeps far from what its columns hold, so that no sum of it ever overflows. */
const mostNanos = MAX_AMOUNT / 4n

/**
 * Gives credit, or takes it back with a negative amount.
 *
 * @throws 400 for zero, a negative amount without a note, or more than a wallet can hold.
 */
export async function creditOrganization(
  ctx: Acting,
  organizationId: string,
  { amountUsd, note = '' }: { amountUsd: string; note?: string | undefined },
): Promise<LedgerEntry> {
  const amountNanos = usdToNanos(amountUsd, { allowNegative: true, param: 'amountUsd' })
  if (amountNanos === 0n) throw invalidRequest([{ path: 'amountUsd', message: 'Zero changes nothing.' }])
  const taking = amountNanos < 0n
  if (taking && note.trim() === '')
    throw invalidRequest([{ path: 'note', message: 'Say in a note why credit is taken back.' }])
  const ref = newId('led', ctx.clock.now())
  return ctx.store.transaction(async (tx) => {
    const kind = taking ? 'adjustment' : 'credit'
    const act = taking ? 'wallet.adjusted' : 'wallet.credited'
    const entry = await enter(ctx, tx, act, { organizationId, kind, ref, amountNanos, note })
    // Judged after the entry, whose lock keeps others from adding to the same sum meanwhile; a refusal undoes it.
    const cap = (await readMeter(tx, walletId(organizationId)))?.cap ?? 0n
    if (cap > mostNanos || cap < -mostNanos)
      throw invalidRequest([{ path: 'amountUsd', message: 'This is more than a wallet can hold.' }])
    return entry
  })
}

/**
 * Gives back what a call cost, once however often it is asked for.
 *
 * @throws 404 for a call that is not this organization's; 409 where it cost nothing or was refunded.
 */
export async function refundCall(
  ctx: Acting,
  organizationId: string,
  { requestId, note = '' }: { requestId: string; note?: string | undefined },
): Promise<LedgerEntry> {
  if (!/^req_\w+$/.test(requestId)) throw notFound()
  try {
    return await ctx.store.transaction(async (tx) => {
      const call = await tx
        .selectFrom('usage_records')
        .select('cost_nanos')
        .where('request_id', '=', requestId)
        .where('organization_id', '=', organizationId)
        .executeTakeFirst()
      if (!call) throw notFound()
      if (call.cost_nanos === 0n) throw nothingToRefund()
      const entry = {
        organizationId,
        kind: 'refund',
        ref: requestId,
        amountNanos: call.cost_nanos,
        note,
      } as const
      return enter(ctx, tx, 'call.refunded', entry)
    })
  } catch (error) {
    throw isUniqueViolation(error) ? alreadyRefunded() : error
  }
}

/** The entry, its place in the audit log, which the organization's owners see too, and the word to who has leases of the wallet. */
async function enter(
  ctx: Acting,
  tx: Tx,
  act: string,
  input: { organizationId: string; kind: LedgerKind; ref: string; amountNanos: bigint; note: string },
): Promise<LedgerEntry> {
  const { accountId } = ctx.session
  const { organizationId } = input
  const entry = await addLedgerEntry(tx, { ...input, accountId, now: ctx.clock.now() })
  const details = {
    kind: entry.kind,
    amountNanos: String(entry.amountNanos),
    ref: entry.ref,
    note: entry.note,
  }
  await record(tx, ctx, { act, accountId, organizationId, target: entry.id, details })
  ctx.store.announce(tx, { kind: 'meter', id: walletId(organizationId) })
  return entry
}
