/** The receiving end of one HTTP exchange: undici's callbacks in, a head and a body with back-pressure out. */
import type { Dispatcher } from 'undici'
import { isAddressNotAllowed } from '../../../http/outgoing.ts'
import { decodeBody } from './decode.ts'
import {
  type CancelSignal,
  type FailureKind,
  isUpstreamFailure,
  retryAfterSeconds,
  type UpstreamBody,
  type UpstreamReply,
  upstreamFailure,
} from './types.ts'

/** Bytes received and not yet taken, beyond which the connection is paused. */
const HIGH_WATER_BYTES = 65_536

/**
 * undici's `request` puts a stream object around each body; with plain callbacks a call costs a third less, and the
 * gateway is measured by that (bench/gateway).
 * @param maxBytes the most that a body may have, streamed or not
 */
export function createReception(
  maxBytes: number,
  signal: CancelSignal | undefined,
): { handler: Dispatcher.DispatchHandler; reply: Promise<UpstreamReply> } {
  let resolveReply!: (reply: UpstreamReply) => void
  let rejectReply!: (error: Error) => void
  const reply = new Promise<UpstreamReply>((resolve, reject) => {
    resolveReply = resolve
    rejectReply = reject
  })
  let controller: Dispatcher.DispatchController | null = null
  let sent = false
  let headed = false
  let ended = false
  let failure: Error | null = null
  let received = 0
  // chunks not yet taken, and who waits for the next event
  let queue: Buffer[] = []
  let queuedBytes = 0
  let wake: (() => void) | null = null
  let wholeLimit = Number.POSITIVE_INFINITY
  let encoding: string | null = null

  const onAbort = (): void => stop(upstreamFailure('aborted', 'the call was aborted', signal?.reason))

  /** Ends the exchange from our side. */
  function stop(reason: Error): void {
    fail(reason)
    // after the end there is nothing to abort, and the connection may serve another call by now
    controller?.abort(reason)
  }

  function fail(error: Error): void {
    if (failure !== null || ended) return
    failure = error
    signal?.removeEventListener('abort', onAbort)
    if (!headed) rejectReply(error)
    wakeUp()
  }

  function wakeUp(): void {
    const waiting = wake
    wake = null
    waiting?.()
  }

  const nextEvent = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })

  function takeAll(): Buffer[] {
    const taken = queue
    queue = []
    queuedBytes = 0
    controller?.resume()
    return taken
  }

  const body: UpstreamBody = {
    async bytes(limitBytes) {
      wholeLimit = limitBytes
      if (received > limitBytes) stop(tooLarge(limitBytes))
      // nothing is taken before the end: the limit is what bounds the memory here, not back-pressure
      controller?.resume()
      while (!ended && failure === null) await nextEvent()
      if (failure !== null) throw failure
      const only = queue[0]
      const whole = queue.length === 1 && only !== undefined ? only : Buffer.concat(queue, queuedBytes)
      queue = []
      queuedBytes = 0
      return encoding === null ? whole : decodeBody(whole, encoding, Math.min(limitBytes, maxBytes))
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          if (queue.length > 0) yield* takeAll()
          else if (failure !== null) throw failure
          else if (ended) return
          else await nextEvent()
        }
      } finally {
        body.destroy()
      }
    },
    destroy() {
      if (!ended && failure === null) stop(upstreamFailure('aborted', 'the reply was not wanted any more'))
    },
  }

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(given) {
      controller = given
      sent = true
      if (failure !== null) given.abort(failure)
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return
      headed = true
      const encoded = single(headers['content-encoding'])
      if (encoded !== undefined && encoded !== 'identity') encoding = encoded
      resolveReply({
        status,
        contentType: single(headers['content-type']) ?? '',
        requestId: single(headers['x-request-id'])?.slice(0, 200) ?? null,
        retryAfterSeconds: status === 200 ? null : retryAfterSeconds(headers, Date.now()),
        body,
      })
    },
    onResponseData(given, chunk) {
      received += chunk.length
      const limit = Math.min(wholeLimit, maxBytes)
      if (received > limit) return stop(tooLarge(limit))
      queue.push(chunk)
      queuedBytes += chunk.length
      if (queuedBytes > HIGH_WATER_BYTES && wholeLimit === Number.POSITIVE_INFINITY) given.pause()
      // who collects the whole body is woken once, at its end
      else if (wholeLimit !== Number.POSITIVE_INFINITY) return
      wakeUp()
    },
    onResponseEnd() {
      ended = true
      signal?.removeEventListener('abort', onAbort)
      wakeUp()
    },
    onResponseError(_controller, error) {
      fail(isUpstreamFailure(error) ? error : translate(error, sent))
    },
  }

  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  return { handler, reply }
}

function tooLarge(limitBytes: number): Error {
  return upstreamFailure('too_large', `the reply is larger than ${limitBytes} bytes`)
}

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

function translate(error: Error & { code?: unknown }, sent: boolean): Error {
  const kind: FailureKind = isAddressNotAllowed(error)
    ? 'refused_address'
    : TIMEOUTS.has(String(error.code))
      ? 'timeout'
      : sent
        ? 'broken'
        : 'unreachable'
  return upstreamFailure(kind, error.message, error)
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
