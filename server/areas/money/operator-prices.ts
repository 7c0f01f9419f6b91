import type { Store, Tx } from '../../db/store.ts'
import { newId } from '../../lib/id.ts'
import { pricesNotPast, ratesMissing, ratesOfFree } from './price-errors.ts'
import type { KnownPrice } from './price-rows.ts'
import { type Rates, ratesFromUsd, ratesToJson, type UsdRates } from './prices/index.ts'

/** How far behind our clock a date may be that was meant as "now". */
const skewMs = 60_000

export type PriceInput = {
  model: string
  state: 'priced' | 'free'
  /** Milliseconds since 1970; now where nothing is said. */
  effectiveFrom: number | null
  usd: Partial<UsdRates>
}

/**
 * What an operator typed as a price, checked.
 *
 * @throws 400 where the date is past (records keep their price, so it would change nothing) or rates and state contradict each other;
 *   a `MoneyError` for rates that are none.
 */
export function readPriceInput(
  input: PriceInput,
  now: number,
): { model: string; state: 'priced' | 'free'; effectiveFrom: number; rates: Rates } {
  if (input.effectiveFrom !== null && input.effectiveFrom < now - skewMs) throw pricesNotPast()
  const effectiveFrom = Math.max(input.effectiveFrom ?? now, now)
  const rates = ratesFromUsd(input.usd)
  const charges = Object.values(rates).some((rate) => rate !== 0n)
  if (input.state === 'free' && charges) throw ratesOfFree()
  if (input.state === 'priced' && !charges) throw ratesMissing()
  return { model: input.model, state: input.state, effectiveFrom, rates: input.state === 'free' ? {} : rates }
}

/**
 * Adds a version to a model's own price; the ones before it stay for the records that point at them. One set for the same moment before
 * gives way.
 */
export async function addOperatorPrice(
  store: Store,
  tx: Tx,
  input: ReturnType<typeof readPriceInput> & { accountId: string; now: number },
): Promise<KnownPrice> {
  const { model, state, effectiveFrom, rates, now } = input
  await tx
    .updateTable('prices')
    .set({ ended_at: effectiveFrom })
    .where('model', '=', model)
    .where('source', '=', 'operator')
    .where('effective_from', '=', effectiveFrom)
    .where('ended_at', 'is', null)
    .execute()
  const id = newId('prc', now)
  await tx
    .insertInto('prices')
    .values({
      id,
      model,
      provider: null,
      state,
      source: 'operator',
      effective_from: effectiveFrom,
      rates: ratesToJson(rates),
      ended_at: null,
      created_by: input.accountId,
      created_at: now,
    })
    .execute()
  store.announce(tx, { kind: 'prices', id: null })
  return { id, model, provider: null, state, source: 'operator', effectiveFrom, rates }
}

/**
 * Ends a model's own price, and what was to come of it, from a moment on.
 *
 * @returns the ids that ended; none where there was no price.
 */
export async function endOperatorPrices(
  store: Store,
  tx: Tx,
  model: string,
  endAt: number,
): Promise<string[]> {
  const ended = await tx
    .updateTable('prices')
    .set({ ended_at: endAt })
    .where('model', '=', model)
    .where('source', '=', 'operator')
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', endAt)]))
    .returning('id')
    .execute()
  if (ended.length > 0) store.announce(tx, { kind: 'prices', id: null })
  return ended.map(({ id }) => id)
}
