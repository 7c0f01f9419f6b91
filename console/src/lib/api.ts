import { ApiError } from './api-error.ts'
import type { Arguments, ReplyOf, RouteName } from './api-types.ts'

export { ApiError } from './api-error.ts'
export type { ItemOf, ReplyOf, RequestOf, RouteName } from './api-types.ts'

/**
 * Asked once about each refusal before it is thrown. It may ask the person for a proof, and answers whether to send the
 * same request again. The dialogs live in `confirm.tsx`; without a listener every refusal is thrown.
 */
export type Challenge = (error: ApiError, route: string) => Promise<boolean>
let challenge: Challenge = async () => false
export function answerChallenges(listener: Challenge): () => void {
  challenge = listener
  return () => {
    challenge = async () => false
  }
}

/** Awaited before each request is sent: it may have to wait until it is clear again as whom. */
type Gate = (route: string) => Promise<void>
const gates = new Set<Gate>()
export function holdRequests(next: Gate): () => void {
  gates.add(next)
  return () => {
    gates.delete(next)
  }
}

/** Changes of what proves a person: they renew the session, and a read beside one would come with the cookie of before. */
const renewing = new Set<Promise<unknown>>()
const renews = /^(POST|PUT|PATCH|DELETE) \/(auth|me)\b/

function sent(route: string, call: Promise<Response>): Promise<Response> {
  if (!renews.test(route)) return call
  const over: Promise<unknown> = call.then(
    () => renewing.delete(over),
    () => renewing.delete(over),
  )
  renewing.add(over)
  return call
}

type Loose = {
  params?: Record<string, string>
  query?: object
  body?: unknown
  signal?: AbortSignal
  idempotencyKey?: string
}

/**
 * Calls one route of the contract: `api('POST /orgs/{org}/keys', { params, body })`.
 * Throws `ApiError`; an aborted call throws the `AbortError` of fetch. Shows nothing and goes nowhere.
 */
export async function api<R extends RouteName>(route: R, ...[request]: Arguments<R>): Promise<ReplyOf<R>> {
  const response = await send(route, request as Loose | undefined)
  return (response.status === 204 ? undefined : await response.json()) as ReplyOf<R>
}

/** The same without reading the body: for streams and downloads. */
export async function apiResponse<R extends RouteName>(
  route: R,
  ...[request]: Arguments<R>
): Promise<Response> {
  return send(route, request as Loose | undefined)
}

async function send(route: string, request: Loose = {}): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    for (const gate of gates) await gate(route)
    if (route.startsWith('GET ')) await Promise.all(renewing)
    const response = await sent(route, fetch(...target(route, request))).catch((cause: unknown) => {
      if (request.signal?.aborted) throw cause
      throw new ApiError(0, 'network')
    })
    if (response.ok) return response
    const error = await ApiError.from(response)
    if (attempt > 1 || request.signal?.aborted || !(await challenge(error, route))) throw error
  }
}

function target(
  route: string,
  { params = {}, query, body, signal, idempotencyKey }: Loose,
): [string, RequestInit] {
  const [method = 'GET', template = ''] = route.split(' ')
  const path = template.replace(/\{(\*?)(\w+)\}/g, (_, splat: string, name: string) => {
    const value = params[name] ?? ''
    return splat ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey
  return [
    `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`,
    {
      method,
      headers,
      signal,
      credentials: 'same-origin',
      body: body === undefined ? undefined : JSON.stringify(body),
    },
  ]
}
