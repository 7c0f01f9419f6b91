import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import { pageLimit, readCursor } from '../../http/page.ts'
import { route } from '../../http/route.ts'
import { ledgerCursor, ledgerPage } from './ledger-page.ts'
import { readMeter, walletId } from './meters.ts'
import { nanosToUsd } from './prices/index.ts'

/** An organization's wallet and its ledger. */
export function mountMoney(app: App): void {
  route(
    app,
    contract.money.wallet,
  )(async (ctx) => {
    const figures = await readMeter(ctx.store.db, walletId(ctx.member.organizationId))
    const { cap, spent, held } = figures ?? { cap: 0n, spent: 0n, held: 0n }
    const balance = cap - spent
    return {
      balanceUsd: nanosToUsd(balance),
      heldUsd: nanosToUsd(held),
      availableUsd: nanosToUsd(balance - held),
    }
  })

  route(
    app,
    contract.money.ledger,
  )(async (ctx, { query }) => {
    const limit = pageLimit(query)
    const lines = await ledgerPage(
      ctx.store.reads,
      ctx.member.organizationId,
      readCursor(query, ledgerCursor),
      limit,
    )
    const items = lines.slice(0, limit).map((line) => ({
      id: line.id,
      at: new Date(line.at).toISOString(),
      kind: line.kind,
      amountUsd: nanosToUsd(line.amountNanos),
      balanceUsd: nanosToUsd(line.balanceNanos),
      note: line.note,
      ref: line.ref,
      calls: line.calls,
    }))
    const last = lines[limit - 1]
    return {
      items,
      nextCursor: lines.length > limit && last ? Buffer.from(last.key).toString('base64url') : null,
    }
  })
}
