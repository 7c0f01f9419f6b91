import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * A request and its answer as node has them, without the framework around: for calls of the gateway, whose cost is measured
 * (bench/gateway) and whose answers are bytes.
 */
export type Exchange = {
  /** The request id. */
  readonly id: string
  /** The client's address behind trusted proxies. */
  readonly address: string
  /** Both are let go when the exchange is `closed`: ask that (or `gone`) first. */
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** What every answer of this exchange carries: names and values in turn. */
  readonly headers: string[]
  /** Whether nobody waits for the answer any more, be it because it is there. */
  closed: boolean
  /** Told once when the exchange ends, well or not. */
  onClose: (() => void) | null
}

function letGo(one: { request: unknown; response: unknown }): void {
  one.request = null
  one.response = null
}

/** Begins an exchange; from here on it knows when it ends, and so does `ended`. */
export function exchange(
  begun: Pick<Exchange, 'id' | 'address' | 'request' | 'response' | 'headers'>,
  ended?: () => void,
): Exchange {
  const { id, address, request, response, headers } = begun
  const one: Exchange = { id, address, request, response, headers, closed: false, onClose: null }
  response.on('close', () => {
    one.closed = true
    one.onClose?.()
    ended?.()
    // Kept any longer, both survive into the old generation, call by call, and collecting them cost a tenth of a call (bench/gateway).
    letGo(one)
  })
  return one
}

/** Takes a request out of the framework's hands, with the headers that its hooks set. */
export function takeOver(request: FastifyRequest, reply: FastifyReply): Exchange {
  reply.hijack()
  const headers: string[] = []
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers.push(name, String(value))
  }
  return exchange({
    id: request.id,
    address: request.clientAddress,
    request: request.raw,
    response: reply.raw,
    headers,
  })
}

/** Whether nobody waits for the answer any more. */
export const gone = ({ closed, response }: Exchange): boolean =>
  closed || response.destroyed || response.socket?.destroyed === true

/** Answers in one piece, if anybody waits for it still. */
export function answer(exchange: Exchange, status: number, contentType: string, body: Buffer): void {
  if (gone(exchange)) return
  const { response, headers } = exchange
  headers.push('content-type', contentType, 'content-length', String(body.length))
  response.writeHead(status, headers)
  response.end(body)
}

export type Body = { ok: true; bytes: Buffer } | { ok: false; reason: 'too_large' }

/**
 * Reads the body of a request whole. A body beyond `mostBytes` is refused as soon as that shows, and the rest of it is not kept. Where
 * the client goes away in the middle, nobody is told: there is nobody to answer.
 */
export function readBody({ request }: Exchange, mostBytes: number, done: (body: Body) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    done({ ok: false, reason: 'too_large' })
    return
  }
  let first: Buffer | null = null
  let more: Buffer[] | null = null
  let length = 0
  const onData = (chunk: Buffer): void => {
    length += chunk.length
    if (length > mostBytes) {
      request.off('data', onData)
      request.off('end', onEnd)
      request.resume()
      first = null
      more = null
      done({ ok: false, reason: 'too_large' })
    } else if (first === null) first = chunk
    else if (more === null) more = [first, chunk]
    else more.push(chunk)
  }
  const onEnd = (): void =>
    done({ ok: true, bytes: more === null ? (first ?? Buffer.alloc(0)) : Buffer.concat(more, length) })
  request.on('data', onData)
  request.on('end', onEnd)
}
