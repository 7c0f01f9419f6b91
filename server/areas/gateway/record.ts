import { type Buckets, type CallRecord, type CostLine, costOf, totalInput } from '../money/index.ts'
import type { Call } from './call.ts'
import type { GatewayError } from './wire/errors.ts'

export type Charged = {
  usageSource: CallRecord['usageSource']
  /** Null: nothing is charged. The call itself is counted here, as `request`. */
  buckets: Buckets | null
}

const nothing: Charged = { usageSource: 'none', buckets: null }
const outputs = ['output', 'reasoning', 'audio_output', 'image_output'] as const

/** Names and digits need no escaping, and this runs for every call. */
function linesToJson(lines: readonly CostLine[]): string {
  let text = ''
  for (const { name, quantity, ratePicos, amountPicos } of lines) {
    text += `${text === '' ? '' : ','}["${name}","${quantity}","${ratePicos}","${amountPicos}"]`
  }
  return `[${text}]`
}

/** The record of a call that ended, with the sum of its cost. A failed call costs nothing (promise 5). */
export function recordOf(
  call: Call,
  end: { status: number; error: GatewayError | null; charged?: Charged; endedAt: number },
): CallRecord {
  const { request, price, caller } = call
  const { usageSource, buckets } = end.charged ?? nothing
  const charged = buckets === null || price === null ? null : { ...buckets, request: 1n }
  const cost = charged && price ? costOf(price.version, price.unpriced ? { request: 1n } : charged) : null
  // An unpriced call is charged by the operator's rule alone; what it used is shown all the same.
  const input = buckets === null ? 0n : totalInput(buckets)
  const output = buckets === null ? 0n : outputs.reduce((sum, name) => sum + (buckets[name] ?? 0n), 0n)
  return {
    requestId: call.requestId,
    at: call.at,
    organizationId: caller.organizationId,
    keyId: caller.keyId,
    accountId: caller.accountId,
    model: call.model,
    endpoint: call.endpoint,
    stream: request?.stream ?? false,
    status: end.status,
    errorCode: end.error?.code ?? null,
    usageSource,
    costNanos: cost?.costNanos ?? 0n,
    priceId: price?.priceId ?? null,
    unpriced: price?.unpriced ?? false,
    buckets: cost === null ? '[]' : linesToJson(cost.lines),
    attempts: call.attempts.length === 0 ? '[]' : JSON.stringify(call.attempts),
    latencyMs: Math.max(0, Math.round(end.endedAt - call.startedAt)),
    firstTokenMs: call.firstTokenMs,
    inputTokens: Number(input),
    outputTokens: Number(output),
    ip: caller.ip,
  }
}
