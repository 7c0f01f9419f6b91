import { Client } from 'undici'
import type { Outgoing } from '../../../http/outgoing.ts'

const totalMs = 10_000
const connectMs = 5000
const maxBytes = 1024 * 1024
const withoutBody = new Set([101, 103, 204, 205, 304])

export type Fetch = (
  url: string,
  init?: { method?: string; headers?: Record<string, string>; body?: unknown },
) => Promise<Response>

/**
 * Fetches from an issuer, and from whatever addresses it names, through the connection that rule 38 guards: judged when it is made, no
 * redirect followed, at most ten seconds and a megabyte. Plain http only where the issuer itself is configured so.
 */
export function guardedFetch(outgoing: Outgoing, { insecure }: { insecure: boolean }): Fetch {
  return async (text, { method = 'GET', headers = {}, body = null } = {}) => {
    const url = new URL(text)
    if (url.protocol !== 'https:' && !(insecure && url.protocol === 'http:'))
      throw new TypeError(`${url.protocol} is no connection for secrets`)
    const client = new Client(url.origin, {
      connect: outgoing.connector({ connectTimeoutMilliseconds: connectMs }),
      maxResponseSize: maxBytes,
      allowH2: false,
    })
    try {
      const answer = await client.request({
        method: method as 'GET' | 'POST',
        path: url.pathname + url.search,
        headers: { 'user-agent': 'portico', 'accept-encoding': 'identity', ...headers },
        body: body === null || body === undefined ? null : String(body),
        signal: AbortSignal.timeout(totalMs),
      })
      const bytes = await answer.body.arrayBuffer()
      const told = new Headers()
      for (const [name, value] of Object.entries(answer.headers))
        for (const one of [value ?? []].flat()) told.append(name, one)
      const { statusCode: status } = answer
      return new Response(withoutBody.has(status) ? null : bytes, { status, headers: told })
    } finally {
      client.destroy().catch(() => {})
    }
  }
}

/** Whether an issuer is spoken to in the clear; the operator's form allows that on this machine only. */
export const isInsecure = (issuer: string): boolean => issuer.startsWith('http:')
