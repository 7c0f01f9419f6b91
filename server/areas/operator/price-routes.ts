import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import { notFound } from '../../http/errors.ts'
import { route } from '../../http/route.ts'
import { record } from '../audit/index.ts'
import type { UpstreamRegistry } from '../gateway/index.ts'
import {
  addOperatorPrice,
  asInvalidRequest,
  endOperatorPrices,
  type PriceBook,
  readPriceInput,
} from '../money/index.ts'
import { presentPrice } from './present.ts'
import { listPrices } from './price-list.ts'

/** What models cost. */
export function mountAdminPrices(app: App, services: { book: PriceBook; upstreams: UpstreamRegistry }): void {
  const { admin } = contract
  route(app, admin.prices)((ctx, { query }) => listPrices(services, query, ctx.clock.now()))
  route(
    app,
    admin.setPrice,
  )(async (ctx, { params, body }) => {
    const { accountId } = ctx.session
    const now = ctx.clock.now()
    const { state, effectiveFrom, ratesUsdPerMillion, perRequestUsd } = body
    const price = readInput({
      model: params.model,
      state,
      effectiveFrom: effectiveFrom === undefined ? null : Date.parse(effectiveFrom),
      usd: {
        ...(ratesUsdPerMillion === undefined ? {} : { ratesUsdPerMillion }),
        ...(perRequestUsd === undefined ? {} : { perRequestUsd }),
      },
    })
    return ctx.store.transaction(async (tx) => {
      const added = await addOperatorPrice(ctx.store, tx, { ...price, accountId, now })
      const shown = presentPrice(added)
      const { effectiveFrom, ratesUsdPerMillion, perRequestUsd } = shown
      const details = { model: params.model, state, effectiveFrom, ratesUsdPerMillion, perRequestUsd }
      await record(tx, ctx, { act: 'price.set', accountId, target: added.id, details })
      return shown
    })

    function readInput(input: Parameters<typeof readPriceInput>[0]) {
      try {
        return readPriceInput(input, now)
      } catch (error) {
        throw asInvalidRequest(error)
      }
    }
  })
  route(
    app,
    admin.deletePrice,
  )(async (ctx, { params }) => {
    const { accountId } = ctx.session
    await ctx.store.transaction(async (tx) => {
      const ended = await endOperatorPrices(ctx.store, tx, params.model, ctx.clock.now())
      if (ended.length === 0) throw notFound()
      const details = { model: params.model, prices: ended }
      await record(tx, ctx, { act: 'price.ended', accountId, details })
    })
    return undefined
  })
}
