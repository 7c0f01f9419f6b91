import type { PriceRow } from '../../db/schema.ts'
import type { Db } from '../../db/store.ts'
import { type PriceVersion, ratesFromJson, ratesToJson } from './prices/index.ts'
import type { SeedVersion } from './seeds.ts'

/** A price as the book holds it. */
export type KnownPrice = PriceVersion & {
  readonly source: 'operator' | 'seed'
  /** Whose list it comes from; null for the operator's own, which counts for every upstream. */
  readonly provider: string | null
}

/** An operator's price with its end: replaced prices stay, since records point at them. */
export type OperatorPrice = KnownPrice & { readonly endedAt: number | null }

/** A row as a price. */
export function priceOf(row: PriceRow): OperatorPrice {
  return {
    id: row.id,
    model: row.model,
    provider: row.provider,
    state: row.state === 'free' ? 'free' : 'priced',
    source: row.source === 'seed' ? 'seed' : 'operator',
    effectiveFrom: row.effective_from,
    rates: ratesFromJson(row.rates),
    endedAt: row.ended_at,
  }
}

/** The operator's prices by model, oldest first. */
export async function operatorPrices(db: Db): Promise<Map<string, OperatorPrice[]>> {
  const rows = await db
    .selectFrom('prices')
    .selectAll()
    .where('source', '=', 'operator')
    .orderBy('effective_from')
    .orderBy('id')
    .execute()
  return Map.groupBy(rows.map(priceOf), (price) => price.model)
}

const rowsAtOnce = 200

/** Writes versions of a list down, so that whatever record points at them can be recomputed when the list has moved on. */
export async function keepSeeds(db: Db, versions: readonly SeedVersion[], now: number): Promise<void> {
  for (let start = 0; start < versions.length; start += rowsAtOnce) {
    const rows = versions.slice(start, start + rowsAtOnce).map((version) => ({
      id: version.id,
      model: version.model,
      provider: version.provider,
      state: version.state,
      source: 'seed',
      effective_from: version.effectiveFrom,
      rates: ratesToJson(version.rates),
      ended_at: null,
      created_by: null,
      created_at: now,
    }))
    await db
      .insertInto('prices')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
