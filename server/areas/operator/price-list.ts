import type { z } from 'zod'
import type { contract } from '../../../contract/index.ts'
import type { priceView } from '../../../contract/operator.ts'
import { appError } from '../../http/errors.ts'
import { pageLimit, toPage } from '../../http/page.ts'
import type { UpstreamRegistry } from '../gateway/index.ts'
import { everySeed, type KnownPrice, type PriceBook, priceAt } from '../money/index.ts'
import { presentPrice, presentUnpriced } from './present.ts'

/** A line of the list: a model, whose list it is from, and its price or none. */
type Line = { model: string; provider: string | null; price: KnownPrice | null }

/** What sorts a line, the same on every request: no two lines have it in common. */
function keyOf({ model, provider, price }: Line): string {
  return JSON.stringify([model, provider ?? '', price?.effectiveFrom ?? 0, price?.id ?? ''])
}

/** Models of our upstreams, each with the price that a call would have now. */
function served(book: PriceBook, upstreams: UpstreamRegistry, now: number): Line[] {
  const lines = new Map<string, Line>()
  for (const { models, provider } of upstreams.upstreams()) {
    for (const model of models) {
      const price = book.lookup({ model, provider }, now)
      // An own price counts for every upstream, so it is one line however many serve the model.
      const line: Line = { model, provider: price?.source === 'operator' ? null : provider, price }
      lines.set(keyOf(line), line)
    }
  }
  return [...lines.values()]
}

function own(book: PriceBook, now: number): Line[] {
  return book.operatorPrices(now).map((price) => ({ model: price.model, provider: null, price }))
}

/** What the lists know, at its price in force. */
function listed(now: number): Line[] {
  return everySeed().map(({ model, provider, versions }) => {
    const version = versions && priceAt(versions, now)
    return { model, provider, price: version ? { ...version, source: 'seed' as const } : null }
  })
}

function all(book: PriceBook, upstreams: UpstreamRegistry, now: number): Line[] {
  const lines = [...own(book, now), ...served(book, upstreams, now), ...listed(now)]
  return [...new Map(lines.map((line) => [keyOf(line), line])).values()]
}

const invalidCursor = () =>
  appError(
    400,
    'invalid_cursor',
    'This cursor is not one of ours. Take `nextCursor` of the page before, or none.',
  )

/**
 * One page of prices by model. Everything is in memory, so a page is a slice of what is sorted; the cursor is the key of the last line, so
 * that lines which come or go meanwhile shift nothing.
 *
 * @throws 400 `invalid_cursor`.
 */
export async function listPrices(
  { book, upstreams }: { book: PriceBook; upstreams: UpstreamRegistry },
  query: z.output<NonNullable<typeof contract.admin.prices.query>>,
  now: number,
): Promise<{ items: z.input<typeof priceView>[]; nextCursor: string | null }> {
  await Promise.all([book.ready(), upstreams.ready()])
  const scope = query.scope ?? 'served'
  const lines =
    scope === 'operator'
      ? own(book, now)
      : scope === 'all'
        ? all(book, upstreams, now)
        : served(book, upstreams, now)
  const text = (query.q ?? '').toLowerCase()
  const after = query.cursor === undefined ? null : Buffer.from(query.cursor, 'base64url').toString('utf8')
  if (after !== null && !after.startsWith('["')) throw invalidCursor()
  const found = lines
    .filter(({ model, provider }) => `${model}\n${provider ?? ''}`.toLowerCase().includes(text))
    .map((line) => ({ line, key: keyOf(line) }))
    .filter(({ key }) => after === null || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  const limit = pageLimit(query)
  return toPage(
    found,
    limit,
    ({ key }) => key,
    ({ line: { model, provider, price } }) =>
      price ? presentPrice(price) : presentUnpriced(model, provider),
  )
}
