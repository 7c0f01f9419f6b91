import { answer, gone } from '../../http/exchange.ts'
import { type Answering, brokenAnswer, estimateUsage, type NoAnswer, notAnAnswer } from './answer.ts'
import { recordOf } from './record.ts'
import type { RelayParts } from './relay.ts'
import { clientClosed } from './wire/errors.ts'
import { readReply, replyText } from './wire/reply.ts'
import { usageBounds } from './wire/usage.ts'

const mostBytes = 64 * 1024 * 1024

/** An answer in one piece: read, charged, written down, and only then sent (promise 4). */
export async function answerWhole(
  parts: RelayParts,
  { call, request, exchange, upstream, ended }: Answering,
): Promise<NoAnswer | null> {
  let bytes: Buffer
  try {
    bytes = await upstream.body.bytes(mostBytes)
  } catch (error) {
    return brokenAnswer(error)
  }
  ended()
  const read = readReply(bytes, usageBounds(request))
  if (read.kind !== 'answer') return notAnAnswer()
  if (read.usageRejected !== null)
    parts.log.warn(
      { requestId: call.requestId, reason: read.usageRejected },
      'usage of an upstream is not believed',
    )
  const left = gone(exchange)
  const charged =
    read.buckets === null
      ? {
          usageSource: 'estimated' as const,
          buckets: await estimateUsage(parts, request, {
            text: request.endpoint === 'embeddings' ? '' : replyText(bytes),
            whole: true,
            bytes: 0,
          }),
        }
      : { usageSource: 'provider' as const, buckets: read.buckets }
  const end = left ? { status: 499, error: clientClosed() } : { status: 200, error: null }
  await parts.teller.settle(recordOf(call, { ...end, charged, endedAt: performance.now() }), call.hold)
  if (!left) answer(exchange, 200, 'application/json', bytes)
  return null
}
