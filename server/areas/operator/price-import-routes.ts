import type { z } from 'zod'
import { adminPrices } from '../../../contract/operator-prices.ts'
import type { Db } from '../../db/store.ts'
import type { App } from '../../http/app.ts'
import { invalidRequest } from '../../http/errors.ts'
import { route } from '../../http/route.ts'
import { record } from '../audit/index.ts'
import type { UpstreamRegistry } from '../gateway/index.ts'
import { addOperatorPrice, endOperatorPrices, operatorPrices, type PriceBook } from '../money/index.ts'
import { priceListChanged } from './errors.ts'
import { comparePrices } from './price-comparison.ts'
import { readPriceFile } from './price-file.ts'
import { type PlannedPrice, planImport, presentPlan } from './price-plan.ts'

type ImportBody = z.output<typeof adminPrices.checkPriceList.body>
const skewMs = 60_000
/** How many models the audit row names of each kind: it is a row, not an archive. The prices themselves stay for ever. */
const mostNamed = 500

function beginning({ effectiveFrom }: ImportBody, now: number): number | null {
  if (effectiveFrom === undefined) return null
  const at = Date.parse(effectiveFrom)
  if (at < now - skewMs)
    throw invalidRequest([{ path: 'effectiveFrom', message: 'A price cannot begin in the past.' }])
  return at
}

async function planFor(db: Db, body: ImportBody, now: number) {
  const from = beginning(body, now)
  const read = readPriceFile(body.format, body.text)
  const plan = planImport(
    read,
    await operatorPrices(db),
    { effectiveFrom: from, complete: body.complete },
    now,
  )
  return { plan, from, shown: presentPlan(plan, from) }
}

/** Our prices beside the lists', and lists of prices that are checked and then taken over in one act. */
export function mountAdminPriceLists(
  app: App,
  services: { book: PriceBook; upstreams: UpstreamRegistry },
): void {
  route(app, adminPrices.comparePrices)((ctx, { query }) => comparePrices(services, query, ctx.clock.now()))
  route(
    app,
    adminPrices.checkPriceList,
  )(async (ctx, { body }) => (await planFor(ctx.store.db, body, ctx.clock.now())).shown)
  route(
    app,
    adminPrices.importPrices,
  )(async (ctx, { body }) => {
    const { accountId } = ctx.session
    const now = ctx.clock.now()
    return ctx.store.transaction(async (tx) => {
      const { plan, from, shown } = await planFor(tx, body, now)
      if (shown.plan !== body.plan) throw priceListChanged()
      const prices: PlannedPrice[] = [...plan.added, ...plan.changed]
      for (const { model, state, rates, effectiveFrom } of prices) {
        const at = Math.max(effectiveFrom ?? now, now)
        await addOperatorPrice(ctx.store, tx, { model, state, rates, effectiveFrom: at, accountId, now })
      }
      const endAt = Math.max(from ?? now, now)
      for (const { model } of plan.removed) await endOperatorPrices(ctx.store, tx, model, endAt)
      const counts = {
        ...{ added: plan.added.length, changed: plan.changed.length, removed: plan.removed.length },
      }
      const named = (list: readonly { model: string }[]) => list.slice(0, mostNamed).map(({ model }) => model)
      await record(tx, ctx, {
        act: 'prices.imported',
        accountId,
        details: {
          ...{ counts, refused: plan.refused.length, unchanged: plan.unchanged, complete: body.complete },
          ...{ effectiveFrom: body.effectiveFrom ?? null },
          ...{ added: named(plan.added), changed: named(plan.changed), removed: named(plan.removed) },
        },
      })
      return counts
    })
  })
}
