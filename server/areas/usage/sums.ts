import { nanosToUsd } from '../money/index.ts'

/** What a summary adds up; costs in nano-dollars, `latency_ms` over all calls together. */
export type Sums = {
  calls: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost_nanos: bigint
  latency_ms: number
}

export const none: Sums = {
  calls: 0,
  errors: 0,
  input_tokens: 0,
  output_tokens: 0,
  cost_nanos: 0n,
  latency_ms: 0,
}

export function add(one: Sums, other: Sums): Sums {
  return {
    calls: one.calls + other.calls,
    errors: one.errors + other.errors,
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    cost_nanos: one.cost_nanos + other.cost_nanos,
    latency_ms: one.latency_ms + other.latency_ms,
  }
}

export function presentSums(sums: Sums) {
  return {
    calls: sums.calls,
    errors: sums.errors,
    inputTokens: sums.input_tokens,
    outputTokens: sums.output_tokens,
    costUsd: nanosToUsd(sums.cost_nanos),
    averageLatencyMs: sums.calls === 0 ? null : Math.round(sums.latency_ms / sums.calls),
  }
}
