import type { Exchange } from '../../http/exchange.ts'
import type { Buckets } from '../money/index.ts'
import { failedAnswer, type Tried1 } from './attempt.ts'
import type { Call } from './call.ts'
import type { Outcome } from './health.ts'
import type { UpstreamInfo } from './registry.ts'
import type { RelayParts } from './relay.ts'
import type { UpstreamReply } from './upstreams/types.ts'
import { inputText } from './wire/content.ts'
import { upstreamError } from './wire/errors.ts'
import type { GatewayRequest } from './wire/request.ts'

/** An upstream's answer under way to the caller. */
export type Answering = {
  call: Call
  request: GatewayRequest
  exchange: Exchange
  info: UpstreamInfo
  upstream: UpstreamReply
  /** What this answer says about the upstream's health; a stream that broke in the middle says `failed`. */
  verdict: { outcome: Outcome }
  /** Notes how long the attempt took, until now. */
  ended(): void
}

/** An answer of which the caller got nothing: another upstream may be asked. */
export type NoAnswer = Extract<Tried1, { state: 'error' }>

/** What an upstream sent is not an answer. */
export function notAnAnswer(): NoAnswer {
  const code = 'not_an_answer'
  return { state: 'error', error: upstreamError, final: false, outcome: 'failed', code, status: null }
}

/** What went wrong while an answer was read. */
export function brokenAnswer(error: unknown): NoAnswer {
  return failedAnswer(error) as NoAnswer
}

const longestInputText = 1_000_000

/** Usage that the provider did not tell: counted by a tokenizer, off the event loop (wire.md). */
export async function estimateUsage(
  parts: RelayParts,
  request: GatewayRequest,
  output: { text: string; whole: boolean; bytes: number },
): Promise<Buckets> {
  const [input, answered] = await Promise.all([
    parts.estimator.count(inputText(request.body, longestInputText)),
    output.whole ? parts.estimator.count(output.text) : { tokens: Math.ceil(output.bytes / 3) },
  ])
  const known = request.endpoint === 'embeddings' ? request.inputTokens : null
  const long = request.inputBytes > longestInputText ? tokensByBytesOf(request.inputBytes) : 0
  return { input: BigInt(Math.max(known ?? input.tokens, long)), output: BigInt(answered.tokens) }
}

// Text beyond what is kept for counting goes by bytes, like the hold.
const tokensByBytesOf = (bytes: number): number => Math.ceil(bytes / 3)
