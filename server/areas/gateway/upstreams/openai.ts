/** Any server that speaks the OpenAI protocol, over undici. */
import { Pool } from 'undici'
import type { Outgoing } from '../../../http/outgoing.ts'
import { createReception } from './reception.ts'
import {
  DEFAULT_TIMEOUTS,
  type Upstream,
  type UpstreamEndpoint,
  type UpstreamTimeouts,
  upstreamFailure,
} from './types.ts'

export type OpenAiOptions = {
  /** as saved: `https://host/v1`; the paths of the protocol are appended */
  baseUrl: string
  /** sent as a bearer token, to this origin only; null for servers that want none */
  credential: string | null
  outgoing: Outgoing
  timeouts?: UpstreamTimeouts
  /** the most that a reply may have, streamed or not */
  maxReplyBytes?: number
}

const MAX_REPLY_BYTES = 64 * 1024 * 1024

/**
 * One pool of connections to one origin. Redirects are not followed: they arrive as a reply with status 3xx, so the
 * credential never goes anywhere else. Idle connections close after 4 s (undici's default, obeying the server's own
 * hint), below the 5 s of common model servers, so that none is reused while its server closes it.
 * Throws a `TypeError` when the base URL is not one.
 */
export function createOpenAiUpstream(options: OpenAiOptions): Upstream {
  const url = new URL(options.baseUrl)
  const prefix = url.pathname.replace(/\/+$/, '')
  const paths = {
    'chat.completions': `${prefix}/chat/completions`,
    embeddings: `${prefix}/embeddings`,
  } satisfies Record<UpstreamEndpoint, string>
  const timeouts = options.timeouts ?? DEFAULT_TIMEOUTS
  const maxReplyBytes = options.maxReplyBytes ?? MAX_REPLY_BYTES
  const pool = new Pool(url.origin, {
    connect: options.outgoing.connector({ connectTimeoutMilliseconds: timeouts.connectSeconds * 1000 }),
    headersTimeout: timeouts.headersSeconds * 1000,
    bodyTimeout: timeouts.idleSeconds * 1000,
    allowH2: false,
  })
  const common = ['content-type', 'application/json', 'user-agent', 'portico']
  if (options.credential !== null) common.push('authorization', `Bearer ${options.credential}`)
  // Each header is checked and written with each call. A whole reply is decoded if it must be; a stream has to come as it is.
  const whole = [...common, 'x-request-id']
  const streamed = [...common, 'accept', 'text/event-stream', 'accept-encoding', 'identity', 'x-request-id']

  return {
    send({ endpoint, body, stream, requestId, signal }) {
      const { handler, reply } = createReception(maxReplyBytes, signal)
      if (signal?.aborted) return reply
      try {
        pool.dispatch(
          {
            path: paths[endpoint],
            method: 'POST',
            headers: [...(stream ? streamed : whole), requestId],
            body,
          },
          handler,
        )
      } catch (error) {
        // closed while calls were still coming
        return Promise.reject(upstreamFailure('unreachable', 'the upstream is closed', error))
      }
      return reply
    },
    close: () => (pool.closed ? Promise.resolve() : pool.close()),
  }
}
