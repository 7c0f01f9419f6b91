/** A provider's own token figures → disjoint buckets (money.md), or the reason why they are not believed. */
import type { Buckets } from '../../money/index.ts'
import { isFields } from './content.ts'
import type { GatewayRequest } from './request.ts'

/** Believed: buckets that add up to the provider's totals, zeros left out. Not believed: why, for the log. */
export type UsageReading = { ok: true; buckets: Buckets } | { ok: false; reason: string }

/** The most tokens that are believed of one call, on either side. */
export type UsageBounds = { input: number; output: number }

/** No call of any provider comes near; keeps every sum far from 2^53. */
const MOST_TOKENS = 100_000_000
/** What a chat template and a provider's own hidden instructions may add to the caller's text. */
const HIDDEN_INPUT_TOKENS = 10_000
/** gpt-4o-mini counts a large picture as 48,169 tokens, the most known. */
const PICTURE_TOKENS = 50_000
/** Some servers do not count thinking against the caller's limit; the longest known thinking budgets are below. */
const HIDDEN_OUTPUT_TOKENS = 100_000
/** Without a limit, or with content whose size the request does not show: larger than any context window on offer. */
const WINDOW_TOKENS = 10_000_000

/**
 * What is absurd against this call. A token is at least one byte of the body, so text alone bounds the input, with an
 * allowance for what servers add and for pictures; content by reference (files, videos, a provider's search) does not.
 * Output is bound by limit × n with an allowance for thinking.
 */
export function usageBounds(request: GatewayRequest): UsageBounds {
  if (request.endpoint === 'embeddings') return { input: request.inputBytes + HIDDEN_INPUT_TOKENS, output: 0 }
  const { content, maxOutputTokens, choices } = request
  const pictures = content.images.low + content.images.high
  return {
    input: content.byReference
      ? WINDOW_TOKENS
      : request.inputBytes + content.audioBytes + HIDDEN_INPUT_TOKENS + pictures * PICTURE_TOKENS,
    output: choices * (maxOutputTokens === null ? WINDOW_TOKENS : maxOutputTokens + HIDDEN_OUTPUT_TOKENS),
  }
}

/**
 * Reads an OpenAI `usage` object of chat or embeddings. `prompt_tokens` includes cached and audio tokens,
 * `completion_tokens` includes reasoning and audio (wire.md), except at providers that count reasoning beside it
 * (xAI, Gemini's compatible route): there `total_tokens` exceeds the sum by exactly the reasoning, and says so.
 * Cached audio counts as audio, the dearer reading. The bucket `request` is the caller's to add.
 * Anything negative, fractional, not a number, too large, or larger in its details than in total is not believed.
 */
export function readUsage(usage: unknown, bounds: UsageBounds): UsageReading {
  if (!isFields(usage)) return lie('usage is not an object')
  const prompt = count(usage.prompt_tokens)
  const completion = count(usage.completion_tokens)
  const total = count(usage.total_tokens)
  const inDetails = details(usage.prompt_tokens_details)
  const outDetails = details(usage.completion_tokens_details)
  // DeepSeek's and Moonshot's older spellings of the same figure
  const cached = count(inDetails?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens)
  const audioIn = count(inDetails?.audio_tokens)
  const audioOut = count(outDetails?.audio_tokens)
  let reasoning = count(outDetails?.reasoning_tokens)
  if (
    prompt === BAD ||
    completion === BAD ||
    total === BAD ||
    cached === BAD ||
    audioIn === BAD ||
    audioOut === BAD ||
    reasoning === BAD ||
    inDetails === null ||
    outDetails === null
  ) {
    return lie('a figure is not a whole number from 0 to 100 million')
  }
  // embeddings of some servers give the total only
  if (prompt === undefined && (total === undefined || completion !== undefined))
    return lie('no prompt_tokens')
  const input = prompt ?? total ?? 0
  let output = completion ?? 0
  if (total !== undefined && total !== input + output) {
    const beside = total - input - output
    if (beside < 0 || (reasoning !== undefined && reasoning !== 0 && reasoning !== beside)) {
      return lie('total_tokens is not the sum of its parts')
    }
    reasoning = beside
    output += beside
  }
  if (input > bounds.input) return lie(`${input} input tokens are impossible for this call`)
  if (output > bounds.output) return lie(`${output} output tokens are impossible for this call`)
  if ((cached ?? 0) > input || (audioIn ?? 0) > input || (reasoning ?? 0) + (audioOut ?? 0) > output) {
    return lie('the details are larger than the total')
  }
  const audio = audioIn ?? 0
  const cacheRead = Math.max(0, (cached ?? 0) - audio)
  const buckets: Buckets = {}
  put(buckets, 'input', input - audio - cacheRead)
  put(buckets, 'cache_read', cacheRead)
  put(buckets, 'audio_input', audio)
  put(buckets, 'output', output - (reasoning ?? 0) - (audioOut ?? 0))
  put(buckets, 'reasoning', reasoning ?? 0)
  put(buckets, 'audio_output', audioOut ?? 0)
  return { ok: true, buckets }
}

/** A figure that cannot be meant; undefined is one that was not given (absent or null). */
const BAD = 'bad'

function count(value: unknown): number | undefined | typeof BAD {
  if (value === undefined || value === null) return undefined
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_TOKENS
    ? (value as number)
    : BAD
}

/** Absent details are an empty object; null says that they are of the wrong type. */
function details(value: unknown): Record<string, unknown> | null {
  if (value === undefined || value === null) return NONE
  return isFields(value) ? value : null
}

const NONE: Record<string, unknown> = {}

function lie(reason: string): UsageReading {
  return { ok: false, reason }
}

function put(buckets: Buckets, name: keyof Buckets, tokens: number): void {
  if (tokens > 0) buckets[name] = BigInt(tokens)
}
