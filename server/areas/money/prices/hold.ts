import { ceilPicosToNanos, largest, within63Bits } from './amounts.ts'
import type { BucketName } from './buckets.ts'
import { moneyError } from './errors.ts'
import type { PriceVersion } from './price.ts'
import { dearestPicos, hasTiers, type Rates, rateOf } from './rates.ts'

/** What is known of a call before it is sent. */
export type HoldInput = {
  price: Pick<PriceVersion, 'state' | 'rates' | 'model'>
  /**
   * UTF-8 bytes of the body sent, pictures and audio left out. Tools and schemas count: models read them as text; the
   * JSON around the messages stands for the few tokens that a chat template adds to each.
   */
  inputBytes: number
  /** Tokens of that text when they are known (a tokenised array, for instance); replaces the guess from bytes. */
  inputTokens?: number
  /** Pictures by the caller's `detail`: `low`, or anything else (high, auto, original, none said). */
  images?: { low?: number; high?: number }
  /** Bytes of audio sent, decoded. */
  audioBytes?: number
  /** The most output tokens that one of the `n` answers may have; 0 where there is no output (embeddings). */
  outputLimit: number
  /** Answers asked for, 1…128; multiplies the output only. */
  n: number
  /** Longest cache write that the call can cause; the default assumes the dearest. */
  cacheWrites?: 'none' | '5m' | '1h'
  /** False when the answer is text only, so that dearer audio and picture output need not be held for; else true. */
  mediaOutput?: boolean
  /** Quantities known beforehand besides tokens (`second`, `character`, `image`, `search`), charged at their rate. */
  known?: Partial<Record<(typeof KNOWN)[number], number>>
}

export type Hold = {
  readonly holdNanos: bigint
  /** The bound on input tokens that was priced: text, pictures and audio together. */
  readonly inputTokens: bigint
}

/** Text is taken to be at least this many bytes a token, on average over a call (money.md). */
const BYTES_PER_TOKEN = 3
/**
 * Audio is taken to be at most one token per 250 bytes: that covers 10 tokens a second (OpenAI) down to 20 kbit/s and
 * 32 a second (Gemini) down to 64 kbit/s.
 */
const AUDIO_BYTES_PER_TOKEN = 250
/**
 * Tokens held per picture, generously: well above what OpenAI's vision guide gives for any size. Its tile models count 85
 * and 170 a tile, at most 8 tiles after scaling (1 445); its patch models at most 1 536 patches of 32 px times up to 2.46
 * (3 779), and for `low`, a square of 512 px, 630. The rest is for newer models that read pictures at full size.
 */
const IMAGE_TOKENS = { low: 1_000n, high: 10_000n }
/** gpt-4o-mini is the exception: 2 833 and 5 667 a tile. */
const IMAGE_TOKENS_4O_MINI = { low: 2_833n, high: 48_169n }

const KNOWN = ['image', 'second', 'character', 'search'] as const

type Lists<Name extends string> = Readonly<Record<Name, readonly BucketName[]>>
const TEXT: Lists<'none' | '5m' | '1h'> = {
  none: ['input', 'cache_read'],
  '5m': ['input', 'cache_read', 'cache_write_5m'],
  '1h': ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h'],
}
const textAnd = (name: BucketName): typeof TEXT => ({
  none: [...TEXT.none, name],
  '5m': [...TEXT['5m'], name],
  '1h': [...TEXT['1h'], name],
})
const IMAGE = textAnd('image_input')
const AUDIO = textAnd('audio_input')
const REQUEST: readonly BucketName[] = ['request']
const TEXT_OUTPUT: readonly BucketName[] = ['output', 'reasoning']
const ANY_OUTPUT: readonly BucketName[] = ['output', 'reasoning', 'audio_output', 'image_output']
const ALONE: Lists<(typeof KNOWN)[number]> = {
  image: ['image'],
  second: ['second'],
  character: ['character'],
  search: ['search'],
}

const MAX_BYTES = 2 ** 30
const MAX_IMAGES = 10_000
const MAX_TOKENS = 10_000_000
const MAX_N = 128

/**
 * What to set aside for a call, in nano-dollars, rounded up (money.md, "The hold"): input tokens × the dearest
 * input-side rate, pictures and audio at theirs when dearer, `outputLimit` × `n` × the dearer of output and reasoning,
 * plus the fixed part and what is `known`. Tiers count as far as this much input can reach.
 *
 * It is an upper bound of the cost as long as the text has no more tokens than a third of its bytes, pictures and audio
 * keep to their bounds, the upstream obeys the limit and writes no dearer cache than `cacheWrites` says. What exceeds
 * it is the overrun that money.md accounts for.
 *
 * Throws `quantity_out_of_range` before anything is priced (`param` names the field: `n`, `outputLimit`, …), and
 * `amount_out_of_range` when the hold is beyond 63 bits.
 */
export function holdFor(input: HoldInput): Hold {
  const outputLimit = quantity('outputLimit', input.outputLimit, MAX_TOKENS)
  const { fixedPicos, picosPerLimit, inputTokens } = parts(input)
  const holdNanos = ceilPicosToNanos(fixedPicos + outputLimit * picosPerLimit)
  return { holdNanos: within63Bits(holdNanos, 'hold'), inputTokens }
}

/**
 * The greatest output limit (≤ `outputLimit`) whose hold is at most `availableNanos`; null when that leaves no useful
 * answer, that is less than `usefulTokens` (16) or than the `outputLimit` asked for if that is smaller still.
 */
export function affordableOutput(
  input: HoldInput & { availableNanos: bigint; usefulTokens?: number },
): number | null {
  const wanted = quantity('outputLimit', input.outputLimit, MAX_TOKENS)
  const useful = quantity('usefulTokens', input.usefulTokens ?? 16, MAX_TOKENS)
  const { fixedPicos, picosPerLimit } = parts(input)
  const leftPicos = input.availableNanos * 1000n - fixedPicos
  if (leftPicos < 0n) return null
  const affordable = picosPerLimit === 0n ? wanted : leftPicos / picosPerLimit
  const limit = affordable < wanted ? affordable : wanted
  return limit < useful && limit < wanted ? null : Number(limit)
}

/** The hold as a line: `fixedPicos` + output limit × `picosPerLimit`. */
function parts(input: HoldInput) {
  const n = quantity('n', input.n, MAX_N)
  if (n === 0n) throw outOfRange('n', `n must be between 1 and ${MAX_N}.`)
  const bytes = quantity('inputBytes', input.inputBytes, MAX_BYTES)
  const text =
    input.inputTokens === undefined
      ? ceilDivide(bytes, BYTES_PER_TOKEN)
      : quantity('inputTokens', input.inputTokens, MAX_BYTES)
  const image = imageTokens(input)
  const audio = ceilDivide(quantity('audioBytes', input.audioBytes ?? 0, MAX_BYTES), AUDIO_BYTES_PER_TOKEN)
  const inputTokens = text + image + audio

  const dearest = (names: readonly BucketName[]) => dearestOf(input.price, names, inputTokens)
  const written = input.cacheWrites ?? '1h'
  return {
    inputTokens,
    fixedPicos:
      text * dearest(TEXT[written]) +
      // Most calls have neither: looking up rates for nothing would be half of the work here.
      (image === 0n ? 0n : image * dearest(IMAGE[written])) +
      (audio === 0n ? 0n : audio * dearest(AUDIO[written])) +
      dearest(REQUEST) +
      (input.known === undefined ? 0n : knownPicos(input.known, dearest)),
    picosPerLimit: n * dearest(input.mediaOutput === false ? TEXT_OUTPUT : ANY_OUTPUT),
  }
}

/** By price and list of buckets, where no tier makes it depend on the size of the call: the same for each call of a model. */
const kept = new WeakMap<Rates, Map<readonly BucketName[], bigint> | 'tiers'>()

/** The dearest rate of these buckets, for a call of so much input. `names` is one of the constants below. */
function dearestOf(
  { state, rates }: HoldInput['price'],
  names: readonly BucketName[],
  inputTokens: bigint,
): bigint {
  if (state === 'free') return 0n
  let known = kept.get(rates)
  if (known === undefined) {
    known = hasTiers(rates) ? 'tiers' : new Map()
    kept.set(rates, known)
  }
  const before = known === 'tiers' ? undefined : known.get(names)
  if (before !== undefined) return before
  const picos = largest(...names.map((name) => dearestPicos(rateOf(rates, name), inputTokens)))
  if (known !== 'tiers') known.set(names, picos)
  return picos
}

function imageTokens({ images, price }: HoldInput): bigint {
  if (images === undefined || (images.low === 0 && images.high === 0)) return 0n
  const perImage = /4o-mini/i.test(price.model) ? IMAGE_TOKENS_4O_MINI : IMAGE_TOKENS
  return (
    quantity('images', images.low ?? 0, MAX_IMAGES) * perImage.low +
    quantity('images', images.high ?? 0, MAX_IMAGES) * perImage.high
  )
}

function knownPicos(
  known: NonNullable<HoldInput['known']>,
  dearest: (names: readonly BucketName[]) => bigint,
): bigint {
  return KNOWN.reduce(
    (sum, name) => sum + quantity(name, known[name] ?? 0, MAX_TOKENS) * dearest(ALONE[name]),
    0n,
  )
}

function quantity(param: string, value: number, most: number): bigint {
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw outOfRange(param, `${param} must be a whole number between 0 and ${most}.`)
  return BigInt(value)
}

function outOfRange(param: string, message: string) {
  return moneyError('quantity_out_of_range', param, message)
}

function ceilDivide(quantity: bigint, by: number): bigint {
  return (quantity + BigInt(by - 1)) / BigInt(by)
}
