/** What the relay knows of an upstream, whatever its kind. */

export type UpstreamEndpoint = 'chat.completions' | 'embeddings'

/** One attempt. `signal` aborts it at any time, also in the middle of the body. */
export type UpstreamCall = {
  endpoint: UpstreamEndpoint
  body: Uint8Array
  stream: boolean
  /** our own request id, sent along as `x-request-id` */
  requestId: string
  signal?: CancelSignal
}

/** What an upstream needs of an AbortSignal; a call makes a plain one, which costs a hundredth of the real thing. */
export type CancelSignal = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export type UpstreamReply = {
  status: number
  contentType: string
  /** the upstream's own id of the request, for the attempt line */
  requestId: string | null
  /** seconds from `retry-after-ms` or `retry-after` (both forms); null when it said nothing */
  retryAfterSeconds: number | null
  body: UpstreamBody
}

/** Read it once, by `bytes` or by iterating; or `destroy` it. Failures are `UpstreamFailure`s. */
export type UpstreamBody = AsyncIterable<Buffer> & {
  /** The whole body; fails with `too_large` beyond the limit. */
  bytes(limitBytes: number): Promise<Buffer>
  /** Lets go of the connection at once. Harmless when the body is over. */
  destroy(): void
}

export type Upstream = {
  /** Resolves with the head of the reply, whatever its status. Rejects with an `UpstreamFailure`. */
  send(call: UpstreamCall): Promise<UpstreamReply>
  /** Waits for calls in flight, then lets go of connections. */
  close(): Promise<void>
}

/**
 * - `refused_address`: rule 38 forbids the address that the host has now
 * - `unreachable`: no connection; the upstream saw nothing
 * - `timeout`: no head of a reply, or nothing more of the body, within the limit
 * - `broken`: the connection or the protocol failed after the request was sent
 * - `too_large`: the reply is larger than allowed
 * - `aborted`: by the call's own `signal` or `destroy`
 */
export type FailureKind = 'refused_address' | 'unreachable' | 'timeout' | 'broken' | 'too_large' | 'aborted'

/** The message is for the log: it may name hosts. `cause` is the original error. */
export type UpstreamFailure = Error & { upstreamFailure: FailureKind }

export function upstreamFailure(kind: FailureKind, message: string, cause?: unknown): UpstreamFailure {
  return Object.assign(new Error(message, { cause }), { upstreamFailure: kind })
}

export function isUpstreamFailure(error: unknown): error is UpstreamFailure {
  return (
    error instanceof Error && typeof (error as { upstreamFailure?: unknown }).upstreamFailure === 'string'
  )
}

/** How long an upstream may take, in seconds. */
export type UpstreamTimeouts = {
  connectSeconds: number
  /** from the request to the head of the reply; models that think without streaming take minutes */
  headersSeconds: number
  /** between two pieces of the body */
  idleSeconds: number
}

export const DEFAULT_TIMEOUTS: UpstreamTimeouts = {
  connectSeconds: 10,
  headersSeconds: 600,
  idleSeconds: 120,
}

/**
 * Seconds to wait from `retry-after-ms`, else `retry-after` as seconds or as a date; null for none or nonsense.
 * @param nowMilliseconds what a date is compared with
 */
export function retryAfterSeconds(
  headers: Record<string, string | string[] | undefined>,
  nowMilliseconds: number,
): number | null {
  const milliseconds = Number(one(headers['retry-after-ms']) ?? Number.NaN)
  if (milliseconds >= 0) return milliseconds / 1000
  const after = one(headers['retry-after'])
  if (after === undefined) return null
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after)
  const date = Date.parse(after)
  return Number.isNaN(date) ? null : Math.max(0, (date - nowMilliseconds) / 1000)
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
