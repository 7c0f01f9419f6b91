import { picosToUsd, roundPicosToNanos, within63Bits } from './amounts.ts'
import { BUCKETS, type BucketName, type Buckets, checkBuckets, totalInput } from './buckets.ts'
import { picosAt, type Rates, rateOf } from './rates.ts'

/** What a model costs from a moment on. Never changed once a record points at it; a new price is a new version. */
export type PriceVersion = {
  /** `prc_…` */
  readonly id: string
  readonly model: string
  /** `free` charges nothing whatever `rates` say. Unpriced is the absence of a version. */
  readonly state: 'priced' | 'free'
  /** Epoch milliseconds; in force until the next version of the same model. */
  readonly effectiveFrom: number
  readonly rates: Rates
}

/** One line of the sum that a usage record shows; quantity × rate = amount, in pico-dollars, exactly. */
export type CostLine = {
  readonly name: BucketName
  readonly quantity: bigint
  readonly ratePicos: bigint
  readonly amountPicos: bigint
}

export type Cost = {
  readonly costNanos: bigint
  readonly lines: readonly CostLine[]
  /** Buckets with a quantity that this price has neither a rate nor a fallback for. Charged zero; worth a log line. */
  readonly unrated: readonly BucketName[]
}

/** The version in force at a time (epoch ms): the one with the latest `effectiveFrom` not after it, in any order given. */
export function priceAt<T extends Pick<PriceVersion, 'effectiveFrom'>>(
  versions: readonly T[],
  atMs: number,
): T | undefined {
  let found: T | undefined
  for (const version of versions)
    if (version.effectiveFrom <= atMs && (!found || version.effectiveFrom >= found.effectiveFrom))
      found = version
  return found
}

/**
 * The cost of a call: Σ quantity × rate in pico-dollars, rounded once, half up, to nano-dollars.
 *
 * Charges exactly what `buckets` hold: the fixed part per call is charged for `request: 1n`, which the caller adds. A
 * bucket without a rate is charged at its fallback (`rateOf`). Lines come in bucket order, empty buckets have none.
 * Throws `quantity_out_of_range` (negative, huge, unknown bucket) and `amount_out_of_range` (cost beyond 63 bits).
 */
export function costOf(price: Pick<PriceVersion, 'state' | 'rates'>, buckets: Buckets): Cost {
  checkBuckets(buckets)
  const inputTokens = totalInput(buckets)
  const lines: CostLine[] = []
  const unrated: BucketName[] = []
  let picos = 0n
  for (const name of BUCKETS) {
    const quantity = buckets[name]
    if (!quantity) continue
    const rate = price.state === 'free' ? 0n : rateOf(price.rates, name)
    if (rate === undefined) unrated.push(name)
    const ratePicos = picosAt(rate, inputTokens)
    const amountPicos = quantity * ratePicos
    picos += amountPicos
    lines.push({ name, quantity, ratePicos, amountPicos })
  }
  return { costNanos: within63Bits(roundPicosToNanos(picos), 'cost'), lines, unrated }
}

/** A line as a usage record shows it (design.md 4.1): all decimal text, USD with 12 decimals, so the sum can be redone by hand. */
export function presentLine(line: CostLine) {
  return {
    name: line.name,
    quantity: line.quantity.toString(),
    rateUsd: picosToUsd(line.ratePicos),
    amountUsd: picosToUsd(line.amountPicos),
  }
}
