import { largest, MAX_AMOUNT } from './amounts.ts'
import { BUCKETS, type BucketName, isBucketName } from './buckets.ts'
import { moneyError } from './errors.ts'

/** Once a call's whole input exceeds `aboveInput` tokens, all of the bucket costs `picos` a unit. */
export type Tier = { readonly aboveInput: bigint; readonly picos: bigint }

/**
 * Pico-dollars per unit, plain or by the call's total input (`totalInput`). A tier is a **cliff over the whole
 * quantity**, not marginal: with a tier above 200 000, a call of 200 000 input tokens pays `base` for everything and
 * one of 200 001 pays the tier's rate for everything, output included. That is what `@pydantic/genai-prices` computes
 * (the last tier with `total > start` replaces the price). Tiers are in ascending order.
 */
export type Rate = bigint | { readonly base: bigint; readonly tiers: readonly Tier[] }

/** Rates by bucket. `request` is a fixed amount per call and has no tiers. */
export type Rates = Readonly<Partial<Record<BucketName, Rate>>>

/**
 * Where a bucket without a rate of its own is charged. Everything that is a kind of input is charged as input, a kind
 * of output as output; the 1-hour cache write as the 5-minute one first, which is the nearer and never the cheaper.
 */
const FALLBACK: Partial<Record<BucketName, BucketName>> = {
  cache_read: 'input',
  cache_write_5m: 'input',
  cache_write_1h: 'cache_write_5m',
  audio_input: 'input',
  image_input: 'input',
  reasoning: 'output',
  audio_output: 'output',
  image_output: 'output',
}

/** The rate that a bucket is charged at, its own or its fallback's; undefined when there is none at all. */
export function rateOf(rates: Rates, name: BucketName): Rate | undefined {
  const own = rates[name]
  const next = FALLBACK[name]
  return own ?? (next && rateOf(rates, next))
}

/** Pico-dollars per unit at this total input. No rate is zero. */
export function picosAt(rate: Rate | undefined, inputTokens: bigint): bigint {
  if (rate === undefined || typeof rate === 'bigint') return rate ?? 0n
  return rate.tiers.findLast((tier) => inputTokens > tier.aboveInput)?.picos ?? rate.base
}

/** Whether any rate depends on the size of the call. */
export function hasTiers(rates: Rates): boolean {
  return Object.values(rates).some((rate) => typeof rate !== 'bigint' && rate.tiers.length > 0)
}

/** The most that a unit can cost in a call of at most this much input: a cheaper later tier does not lower it. */
export function dearestPicos(rate: Rate | undefined, inputTokens: bigint): bigint {
  if (rate === undefined || typeof rate === 'bigint') return rate ?? 0n
  const reachable = rate.tiers.filter((tier) => inputTokens > tier.aboveInput)
  return largest(rate.base, ...reachable.map((tier) => tier.picos))
}

/** `rates` if they are sound, else throws `bad_rates`: a negative or huge rate, tiers out of order, a tiered `request`. */
export function checkRates(rates: Rates): Rates {
  for (const [name, rate] of Object.entries(rates)) {
    if (!isBucketName(name)) throw moneyError('bad_rates', name, `There is no bucket called ${name}.`)
    const { base, tiers } = typeof rate === 'bigint' ? { base: rate, tiers: [] } : rate
    if (name === 'request' && tiers.length > 0)
      throw moneyError('bad_rates', name, 'The price per request cannot have tiers.')
    if ([base, ...tiers.map((tier) => tier.picos)].some((picos) => picos < 0n || picos > MAX_AMOUNT))
      throw moneyError('bad_rates', name, `The rate of ${name} is negative or too large.`)
    if (tiers.some((tier, index) => tier.aboveInput <= (tiers[index - 1]?.aboveInput ?? -1n)))
      throw moneyError('bad_rates', name, `The tiers of ${name} must ascend.`)
  }
  return rates
}

/**
 * Rates → text for a column: `{"input":"2500000","output":{"base":"10000000","tiers":[["200000","15000000"]]}}`.
 * Same rates, same text: `seedPriceId` depends on it.
 */
export function ratesToJson(rates: Rates): string {
  const present = BUCKETS.filter((name) => rates[name] !== undefined)
  return JSON.stringify(Object.fromEntries(present.map((name) => [name, rateToJson(rates[name]!)])))
}

function rateToJson(rate: Rate): unknown {
  if (typeof rate === 'bigint') return rate.toString()
  return {
    base: rate.base.toString(),
    tiers: rate.tiers.map((tier) => [tier.aboveInput.toString(), tier.picos.toString()]),
  }
}

/** The inverse of `ratesToJson`; throws `bad_rates` on text that it did not write. */
export function ratesFromJson(text: string): Rates {
  const stored: unknown = JSON.parse(text)
  if (!isRecord(stored)) throw unreadable('rates')
  const rates = Object.entries(stored).map(([name, rate]) => [name, rateFromJson(name, rate)])
  return checkRates(Object.fromEntries(rates) as Rates)
}

function rateFromJson(name: string, rate: unknown): Rate {
  if (typeof rate === 'string') return integer(name, rate)
  if (!isRecord(rate) || !Array.isArray(rate.tiers)) throw unreadable(name)
  const tiers = rate.tiers.map((tier: unknown) => {
    if (!Array.isArray(tier) || tier.length !== 2) throw unreadable(name)
    return { aboveInput: integer(name, tier[0]), picos: integer(name, tier[1]) }
  })
  return { base: integer(name, rate.base), tiers }
}

function integer(name: string, text: unknown): bigint {
  if (typeof text !== 'string' || !/^\d{1,19}$/.test(text)) throw unreadable(name)
  return BigInt(text)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unreadable(name: string) {
  return moneyError('bad_rates', name, `The stored rate of ${name} cannot be read.`)
}
