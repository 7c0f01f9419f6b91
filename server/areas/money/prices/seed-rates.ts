import type { ModelPrice } from '@pydantic/genai-prices'
import { largest } from './amounts.ts'
import type { BucketName } from './buckets.ts'
import { checkRates, dearestPicos, picosAt, type Rate, type Rates, rateOf } from './rates.ts'

/** Price keys of the package that are a bucket of ours. A bucket fed by two of them takes the dearer. */
const BUCKET_OF: Record<string, BucketName> = {
  input_mtok: 'input',
  cache_read_mtok: 'cache_read',
  cache_write_mtok: 'cache_write_5m',
  cache_write_1h_mtok: 'cache_write_1h',
  input_audio_mtok: 'audio_input',
  input_image_mtok: 'image_input',
  output_mtok: 'output',
  output_reasoning_mtok: 'reasoning',
  output_audio_mtok: 'audio_output',
  output_image_mtok: 'image_output',
  requests_kcount: 'request',
  audio_hours: 'second',
  input_audio_hours: 'second',
  web_searches_kcount: 'search',
  storage_searches_kcount: 'search',
  social_searches_kcount: 'search',
  rerank_searches_kcount: 'search',
}

/**
 * Price keys without a bucket whose tokens land in a coarser one. Harmless, hence left out, when that bucket costs at
 * least as much; otherwise the model cannot be priced from the list. Cached audio and pictures land in `audio_input`
 * and `image_input` by the reading that `BUCKETS` prescribes.
 */
const COARSER: Record<string, BucketName> = {
  cache_audio_read_mtok: 'audio_input',
  cache_image_read_mtok: 'image_input',
  input_video_mtok: 'input',
  output_video_mtok: 'output',
  output_citation_mtok: 'output',
}

/** Units that a price of the package is for, by the ending of its key. */
const PER: [ending: string, units: bigint][] = [
  ['_mtok', 1_000_000n],
  ['_kcount', 1_000n],
  ['_hours', 3_600n],
]

export type SeedRates = {
  rates: Rates
  /** False when a figure has no whole number of pico-dollars per unit and was rounded up to the next. */
  exact: boolean
}

/**
 * One price of the package → our rates, or in `refused` why it cannot be charged by our buckets without charging too
 * little (a key that we do not know or cannot express, no figure at all).
 */
export function seedRates(prices: ModelPrice): SeedRates | { refused: string } {
  const rates: Partial<Record<BucketName, Rate>> = {}
  const left: [key: string, rate: Rate][] = []
  let exact = true
  for (const [key, price] of Object.entries(prices)) {
    if (price === undefined) continue
    const per = PER.find(([ending]) => key.endsWith(ending))?.[1]
    const bucket = BUCKET_OF[key]
    if (per === undefined || !(bucket || COARSER[key])) return { refused: `no bucket for ${key}` }
    const picos = (usd: number) => {
      const rate = picosPerUnit(usd, per)
      exact &&= rate.exact
      return rate.picos
    }
    const rate: Rate =
      typeof price === 'number'
        ? picos(price)
        : {
            base: picos(price.base),
            tiers: price.tiers
              .map((tier) => ({ aboveInput: BigInt(tier.start), picos: picos(tier.price) }))
              .sort((a, b) => Number(a.aboveInput - b.aboveInput)),
          }
    if (!bucket) left.push([key, rate])
    else rates[bucket] = rates[bucket] === undefined ? rate : dearer(rates[bucket], rate)
  }
  if (Object.keys(rates).length === 0)
    return { refused: left[0] ? `no bucket for ${left[0][0]}` : 'no figure' }
  for (const [key, rate] of left)
    if (!coversEverywhere(rateOf(rates, COARSER[key]!), rate)) return { refused: `no bucket for ${key}` }
  return { rates: checkRates(rates), exact }
}

/** The upper envelope of two sets of rates: each bucket at whatever costs more, for every input size. */
export function dearestRates(a: Rates, b: Rates): Rates {
  const names = new Set([...Object.keys(a), ...Object.keys(b)] as BucketName[])
  return Object.fromEntries(
    [...names].map((name) => [name, dearer(rateOf(a, name) ?? 0n, rateOf(b, name) ?? 0n)]),
  ) as Rates
}

/**
 * USD (a number of the package) per `per` units → pico-dollars per unit, from the number's decimal text. What a double
 * holds beyond 15 significant digits is noise (0.18000000000000002 means 0.18); a remainder below one pico-dollar is
 * rounded up, so that we never charge less than the list.
 */
export function picosPerUnit(usd: number, per: bigint): { picos: bigint; exact: boolean } {
  const match = /^(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(usd.toExponential(14))
  if (!match) throw new Error(`not a price: ${usd}`)
  const [, whole = '', fraction = '', exponent = ''] = match
  const digits = BigInt(whole + fraction)
  const shift = 12 + Number(exponent) - fraction.length
  const numerator = shift >= 0 ? digits * 10n ** BigInt(shift) : digits
  const denominator = shift >= 0 ? per : per * 10n ** BigInt(-shift)
  const rest = numerator % denominator
  return { picos: numerator / denominator + (rest > 0n ? 1n : 0n), exact: rest === 0n }
}

function dearer(a: Rate, b: Rate): Rate {
  const starts = thresholds(a, b)
  const most = (inputTokens: bigint) => largest(picosAt(a, inputTokens), picosAt(b, inputTokens))
  if (starts.length === 0) return most(0n)
  return { base: most(0n), tiers: starts.map((start) => ({ aboveInput: start, picos: most(start + 1n) })) }
}

function coversEverywhere(coarse: Rate | undefined, fine: Rate): boolean {
  if (coarse === undefined) return dearestPicos(fine, 2n ** 63n) === 0n
  return [0n, ...thresholds(coarse, fine).map((start) => start + 1n)].every(
    (inputTokens) => picosAt(coarse, inputTokens) >= picosAt(fine, inputTokens),
  )
}

function thresholds(...rates: Rate[]): bigint[] {
  const all = rates.flatMap((rate) =>
    typeof rate === 'bigint' ? [] : rate.tiers.map((tier) => tier.aboveInput),
  )
  return [...new Set(all)].sort((a, b) => (a < b ? -1 : 1))
}
