import type { z } from 'zod'
import { contract } from '../../../contract/index.ts'
import type { App } from '../../http/app.ts'
import type { RequestContext } from '../../http/context.ts'
import { invalidRequest } from '../../http/errors.ts'
import { route } from '../../http/route.ts'
import type { Settings, SettingsStore } from '../settings/index.ts'
import { type MeterFigures, readMeter, walletId } from './meters.ts'
import type { PriceBook } from './price-book.ts'
import { asInvalidRequest, modelNotFound } from './price-errors.ts'
import type { KnownPrice } from './price-rows.ts'
import { affordableOutput, type Buckets, costOf, holdFor, nanosToUsd, presentLine } from './prices/index.ts'

type Question = z.output<typeof contract.money.priceCheck.body>

export type PriceCheckServices = {
  settings: SettingsStore
  book: PriceBook
  /** Whose price list counts for a model; undefined where nobody serves it. */
  providerOf(model: string): Promise<string | null | undefined>
}

/** What a call would cost and hold, and whether it would be accepted: by the same arithmetic as the call itself. */
export function mountPriceCheck(app: App, { settings, book, providerOf }: PriceCheckServices): void {
  route(
    app,
    contract.money.priceCheck,
  )(async (ctx, { body }) => {
    const provider = await providerOf(body.model)
    if (provider === undefined) throw modelNotFound()
    const model = { model: body.model, provider }
    await Promise.all([book.ensure([model]), book.ready()])
    const price = book.lookup(model, ctx.clock.now())
    const { organizationId, can } = ctx.member
    const [decided, accepts, wallet] = await Promise.all([
      settings.current(),
      acceptsUnpriced(ctx, organizationId),
      readMeter(ctx.store.db, walletId(organizationId)),
    ])
    const figures = wallet ?? { cap: 0n, spent: 0n, held: 0n }
    const availableUsd = can.has('wallet:read') ? nanosToUsd(available(figures)) : null
    try {
      const answer = price
        ? priced(price, body, decided, figures)
        : unpriced(decided.unpricedModels === 'organizations' && accepts, decided, figures)
      return { model: body.model, availableUsd, ...answer }
    } catch (error) {
      throw asInvalidRequest(error, { outputLimit: 'outputTokens' })
    }
  })
}

async function acceptsUnpriced({ store }: RequestContext, organizationId: string): Promise<boolean> {
  const policy = await store.db
    .selectFrom('policies')
    .select('accept_unpriced_models')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return policy?.accept_unpriced_models === 1
}

const available = ({ cap, spent, held }: MeterFigures): bigint => cap - spent - held

/** Why so much cannot be set aside: there is not so much (402), or calls in flight have it (429). A call that holds nothing passes. */
function refusal(holdNanos: bigint, wallet: MeterFigures): string | null {
  if (holdNanos === 0n || holdNanos <= available(wallet)) return null
  return wallet.cap - wallet.spent < holdNanos ? 'insufficient_quota' : 'quota_on_hold'
}

function priced(price: KnownPrice, question: Question, settings: Settings, wallet: MeterFigures) {
  const { inputTokens = 0, cachedTokens = 0, outputTokens = 0, n = 1 } = question
  if (cachedTokens > inputTokens) {
    const message = 'Cached tokens are a part of the input: there cannot be more of them.'
    throw invalidRequest([{ path: 'cachedTokens', message }])
  }
  const buckets: Buckets = {
    input: BigInt(inputTokens - cachedTokens),
    cache_read: BigInt(cachedTokens),
    output: BigInt(outputTokens) * BigInt(n),
    request: 1n,
  }
  const { costNanos, lines } = costOf(price, buckets)
  const limit = question.outputTokens ?? settings.defaultMaxOutputTokens
  // As the gateway takes a call that asks for text.
  const asText = { cacheWrites: 'none' as const, mediaOutput: false }
  const call = { price, inputBytes: 0, inputTokens, outputLimit: limit, n, ...asText }
  let { holdNanos } = holdFor(call)
  let refusedWith = refusal(holdNanos, wallet)
  // Who sets no limit gets what the wallet carries, as long as that is a useful answer (money.md, "The hold").
  if (refusedWith !== null && question.outputTokens === undefined) {
    const outputLimit = affordableOutput({ ...call, availableNanos: available(wallet) })
    if (outputLimit !== null) {
      holdNanos = holdFor({ ...call, outputLimit }).holdNanos
      refusedWith = refusal(holdNanos, wallet)
    }
  }
  return {
    state: price.state,
    accepted: refusedWith === null,
    refusedWith,
    priceId: price.id,
    costUsd: nanosToUsd(costNanos),
    holdUsd: nanosToUsd(holdNanos),
    buckets: lines.map(presentLine),
  }
}

function unpriced(accepted: boolean, settings: Settings, wallet: MeterFigures) {
  const nothing = { state: 'unpriced' as const, priceId: null, buckets: [] }
  if (!accepted)
    return { ...nothing, accepted, refusedWith: 'model_not_priced', costUsd: null, holdUsd: null }
  const fallback = settings.unpricedFallbackNanos
  const refusedWith = refusal(fallback, wallet)
  const usd = nanosToUsd(fallback)
  return { ...nothing, accepted: refusedWith === null, refusedWith, costUsd: usd, holdUsd: usd }
}
