import type { AttemptError } from '../../../contract/usage.ts'
import type { Call } from './call.ts'
import type { Outcome } from './health.ts'
import type { UpstreamInfo } from './registry.ts'
import { type CancelSignal, isUpstreamFailure, type Upstream, type UpstreamReply } from './upstreams/types.ts'
import { bodyForUpstream } from './wire/body.ts'
import {
  clientClosed,
  type GatewayError,
  type Tried,
  upstreamError,
  upstreamRateLimited,
  upstreamRefused,
  upstreamTimeout,
} from './wire/errors.ts'
import { readErrorReply } from './wire/reply.ts'
import type { GatewayRequest } from './wire/request.ts'

/** What one try gave: an answer under way, or an error with what it means for the next try. */
export type Tried1 =
  | { state: 'answer'; reply: UpstreamReply }
  /** `final`: the caller's own fault or gone, so nobody else is asked. */
  | {
      state: 'error'
      error: (tried: Tried) => GatewayError
      final: boolean
      outcome: Outcome
      code: AttemptError
      status: number | null
    }

const errorBodyBytes = 64 * 1024

function failed(error: unknown): Tried1 {
  const kind = isUpstreamFailure(error) ? error.upstreamFailure : 'broken'
  if (kind === 'aborted')
    return {
      state: 'error',
      error: clientClosed,
      final: true,
      outcome: 'unknown',
      code: kind,
      status: null,
    }
  const timeout = kind === 'timeout'
  return {
    state: 'error',
    error: timeout ? upstreamTimeout : upstreamError,
    final: false,
    outcome: 'failed',
    code: kind,
    status: null,
  }
}

/** What an upstream's status means: its own trouble (ask another), or this request's (say so). */
async function refused(reply: UpstreamReply, credential: string | null): Promise<Tried1> {
  const { status } = reply
  const base = { state: 'error', status, final: false, outcome: 'failed' } as const
  if (status === 429) {
    const seconds = reply.retryAfterSeconds
    reply.body.destroy()
    return {
      ...base,
      error: (tried) => upstreamRateLimited(seconds, tried),
      outcome: 'unknown',
      code: 'rate_limited',
    }
  }
  if (status === 408 || status === 504) {
    reply.body.destroy()
    return { ...base, error: upstreamTimeout, code: 'timeout' }
  }
  // Our credential is the operator's affair: its words (which may quote it) stay here.
  if (status === 401 || status === 403 || status === 407 || status < 400 || status >= 500) {
    reply.body.destroy()
    return { ...base, error: upstreamError, code: 'failed' }
  }
  const bytes = await reply.body.bytes(errorBodyBytes).catch(() => null)
  const told = upstreamRefused(status, bytes === null ? null : readErrorReply(bytes))
  const quoted = credential !== null && JSON.stringify(told).includes(JSON.stringify(credential).slice(1, -1))
  const error = quoted ? upstreamRefused(status, null) : told
  return { ...base, error: () => error, final: true, outcome: 'succeeded', code: 'refused' }
}

function bodyFor(call: Call, request: GatewayRequest, info: UpstreamInfo): Buffer {
  const outputLimit = call.clippedOutput === null ? null : { key: info.limitField, value: call.clippedOutput }
  const usageChunk = !info.streamOptions ? 'remove' : request.stream ? 'ask' : 'leave'
  return bodyForUpstream(request, { outputLimit, usageChunk })
}

/** One try at one upstream, up to the head of its answer. Never throws. */
export async function tryOnce(
  call: Call,
  request: GatewayRequest,
  info: UpstreamInfo,
  upstream: Upstream,
  signal: CancelSignal,
): Promise<Tried1> {
  try {
    const reply = await upstream.send({
      endpoint: request.endpoint,
      body: bodyFor(call, request, info),
      stream: request.stream,
      requestId: call.requestId,
      signal,
    })
    if (reply.status !== 200) return await refused(reply, info.credential)
    return { state: 'answer', reply }
  } catch (error) {
    return failed(error)
  }
}

/** The same judgement for an answer that failed while it was read. */
export const failedAnswer = failed
