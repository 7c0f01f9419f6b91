import { MAX_AMOUNT } from './amounts.ts'
import { moneyError } from './errors.ts'

/**
 * What a call is charged for, in the order of money.md. Disjoint: no token is in two of them, and together they add up
 * to the provider's totals. Where a provider's figures overlap, the dearer reading keeps us from charging too little:
 * a cached **audio or image** token belongs to `audio_input` / `image_input`, so `cache_read` = cached − audio − image,
 * never below zero, when the provider does not split its cached tokens.
 */
export const BUCKETS = [
  'input',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'audio_input',
  'image_input',
  'output',
  'reasoning',
  'audio_output',
  'image_output',
  'request',
  'image',
  'second',
  'character',
  'search',
] as const

export type BucketName = (typeof BUCKETS)[number]

/** Quantities by bucket: tokens, calls, pictures, seconds, characters, searches. Absent means none. */
export type Buckets = Partial<Record<BucketName, bigint>>

const INPUT_SIDE: readonly BucketName[] = BUCKETS.slice(0, 6)
const NAMES: ReadonlySet<string> = new Set(BUCKETS)

export function isBucketName(name: string): name is BucketName {
  return NAMES.has(name)
}

/** All input-side tokens, the size that tiers go by: input, cache reads and writes, audio and image input. */
export function totalInput(buckets: Buckets): bigint {
  return INPUT_SIDE.reduce((sum, name) => sum + (buckets[name] ?? 0n), 0n)
}

/** Throws `quantity_out_of_range` for a bucket that is unknown, negative or beyond 63 bits. */
export function checkBuckets(buckets: Buckets): void {
  for (const name in buckets) {
    if (!isBucketName(name))
      throw moneyError('quantity_out_of_range', name, `There is no bucket called ${name}.`)
    const quantity = buckets[name]
    if (quantity !== undefined && (quantity < 0n || quantity > MAX_AMOUNT))
      throw moneyError('quantity_out_of_range', name, `The quantity of ${name} is negative or too large.`)
  }
}

/** Buckets → text for a column, without the empty ones: `{"input":"12","output":"7"}`. Same buckets, same text. */
export function bucketsToJson(buckets: Buckets): string {
  const present = BUCKETS.filter((name) => buckets[name])
  return JSON.stringify(Object.fromEntries(present.map((name) => [name, String(buckets[name])])))
}

/** The inverse of `bucketsToJson`; throws `quantity_out_of_range` on text that it did not write. */
export function bucketsFromJson(text: string): Buckets {
  const buckets: Buckets = {}
  for (const [name, quantity] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
    if (!isBucketName(name) || typeof quantity !== 'string' || !/^\d{1,19}$/.test(quantity))
      throw moneyError('quantity_out_of_range', name, `The stored quantity of ${name} cannot be read.`)
    buckets[name] = BigInt(quantity)
  }
  checkBuckets(buckets)
  return buckets
}
