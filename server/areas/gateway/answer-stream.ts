import { type Exchange, gone } from '../../http/exchange.ts'
import { type Answering, brokenAnswer, estimateUsage, type NoAnswer, notAnAnswer } from './answer.ts'
import { outputMeter } from './extend.ts'
import { type Charged, recordOf } from './record.ts'
import type { RelayParts } from './relay.ts'
import { isUpstreamFailure } from './upstreams/types.ts'
import {
  clientClosed,
  errorEvent,
  type GatewayError,
  streamBroken,
  streamStalled,
  streamUnpaid,
} from './wire/errors.ts'
import { createSseSplitter, type SseEvent } from './wire/sse.ts'
import { createStreamMeter, type StreamMeter } from './wire/stream-usage.ts'
import { usageBounds } from './wire/usage.ts'

const doneEvent = Buffer.from('data: [DONE]\n\n')

/** Writes what belongs together at once, and waits where the caller is slow. */
async function write(exchange: Exchange, parts: Buffer[]): Promise<void> {
  if (parts.length === 0 || gone(exchange)) return
  const { response } = exchange
  const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  if (response.write(bytes)) return
  await new Promise<void>((resolve) => {
    const go = (): void => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.once('drain', go)
    response.once('close', go)
  })
}

const streamHeaders = [
  ...['content-type', 'text/event-stream; charset=utf-8'],
  ...['cache-control', 'no-cache'],
  ...['x-accel-buffering', 'no'],
]

function writeHead({ exchange }: Answering): void {
  if (gone(exchange)) return
  const { response, headers } = exchange
  response.writeHead(200, [...headers, ...streamHeaders])
  response.socket?.setNoDelay(true)
}

/** What a stream came to: charged by the provider's figures, else by what was delivered. */
async function chargeOf(
  parts: RelayParts,
  { call, request }: Answering,
  meter: StreamMeter,
): Promise<Charged> {
  const { usageSource, buckets, usageRejected } = meter.result()
  if (usageRejected !== null)
    parts.log.warn(
      { requestId: call.requestId, reason: usageRejected },
      'usage of an upstream is not believed',
    )
  if (usageSource !== 'estimated') return { usageSource, buckets }
  return {
    usageSource,
    buckets: await estimateUsage(parts, request, { ...meter.text(), bytes: meter.deliveredBytes }),
  }
}

/**
 * A streamed answer: bytes pass through as they come, a side parser finds the usage. The closing `[DONE]` leaves after the record is
 * durable (promise 4); whatever else ends the stream becomes an error event, because SDKs take a clean end for a whole answer.
 */
export async function answerStream(parts: RelayParts, answering: Answering): Promise<NoAnswer | null> {
  const { call, request, exchange, upstream, info } = answering
  if (!upstream.contentType.includes('event-stream')) {
    upstream.body.destroy()
    return notAnAnswer()
  }
  const includeUsage = request.endpoint === 'chat.completions' && request.includeUsage
  const meter = createStreamMeter({ bounds: usageBounds(request), includeUsage })
  const splitter = createSseSplitter()
  const output = outputMeter(parts, call, request)
  let begun = false
  let failure: unknown = null
  let stopped: GatewayError | null = null

  /** What of these events the caller gets; the head is written with the first of them. */
  async function pass(events: readonly SseEvent[]): Promise<void> {
    const forwards: Buffer[] = []
    for (const event of events) {
      const { forward } = meter.feed(event)
      if (forward !== null && !meter.doneSeen) forwards.push(forward)
    }
    if (forwards.length === 0) return
    if (!begun) {
      // An error before any word of an answer: somebody else may give one.
      if (meter.error !== null && meter.deliveredBytes === 0) return
      begun = true
      writeHead(answering)
      parts.teller.opened({ ...opening(answering) })
    }
    if (call.firstTokenMs === null && meter.deliveredBytes > 0)
      call.firstTokenMs = Math.round(performance.now() - call.startedAt)
    await write(exchange, forwards)
    if (output.near(meter.deliveredBytes) && !(await output.extend(meter.deliveredBytes)))
      stopped = streamUnpaid()
  }

  try {
    for await (const chunk of upstream.body) {
      await pass(splitter.push(chunk))
      if (meter.doneSeen || meter.error !== null || stopped !== null) break
    }
    const rest = splitter.end()
    if (rest && !meter.doneSeen && meter.error === null && stopped === null) await pass([rest])
  } catch (error) {
    failure = error
  }
  upstream.body.destroy()
  answering.ended()
  const left = gone(exchange)
  if (!begun) {
    if (failure !== null) return brokenAnswer(failure)
    if (!meter.doneSeen && !meter.finishSeen) return notAnAnswer()
    begun = true
    writeHead(answering)
  }
  const whole =
    meter.error === null && stopped === null && (meter.doneSeen || (meter.finishSeen && failure === null))
  const error = endError({ gone: left, whole, failure, stopped })
  const attempt = call.attempts.at(-1)
  if (error !== null && attempt && stopped === null)
    attempt.error = left ? 'aborted' : error.code === 'upstream_timeout' ? 'timeout' : 'broken'
  if (error !== null && stopped === null) answering.verdict.outcome = left ? 'unknown' : 'failed'
  const charged = await chargeOf(parts, answering, meter)
  await parts.teller.settle(
    recordOf(call, { status: error?.status ?? 200, error, charged, endedAt: performance.now() }),
    call.hold,
  )
  if (!gone(exchange)) exchange.response.end(error === null ? doneEvent : errorEvent(error))
  if (error !== null && !left && stopped === null)
    parts.log.warn({ requestId: call.requestId, upstream: info.id, err: failure }, 'a stream broke')
  return null
}

function endError(end: {
  gone: boolean
  whole: boolean
  failure: unknown
  stopped: GatewayError | null
}): GatewayError | null {
  if (end.stopped !== null) return end.stopped
  if (end.whole) return null
  if (end.gone) return clientClosed()
  return isUpstreamFailure(end.failure) && end.failure.upstreamFailure === 'timeout'
    ? streamStalled()
    : streamBroken()
}

function opening({ call, request }: Answering) {
  const { organizationId, keyId, accountId } = call.caller
  return {
    requestId: call.requestId,
    at: call.at,
    organizationId,
    keyId,
    accountId,
    model: request.model,
    endpoint: call.endpoint,
  }
}
