import type { InjectOptions } from 'fastify'
import type { App } from '../http/app.ts'
import { type Canaries, createCanaries } from './canaries.ts'

/** What a browser or a program gets back. `body` is parsed where it is JSON. */
export type Answer<T = Record<string, unknown>> = {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  body: T
  text: string
}

/** A client with cookies of its own that goes through the front door. */
export type Browser = {
  cookies: Map<string, string>
  request<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>
  post<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  patch<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  put<T = Record<string, unknown>>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  delete<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Answer<T>>
}

/**
 * Paths are below `/api/v1` unless they begin with it or with `//` (which stands for the server's root). What is secret in requests and
 * replies is kept in `canaries`; an error that repeats one fails the test at once.
 */
export function createBrowser({ fastify, deps }: App, canaries: Canaries = createCanaries()): Browser {
  const cookies = new Map<string, string>()
  async function request<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const url = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fastify.inject({
      method: method as NonNullable<InjectOptions['method']>,
      url,
      headers: {
        ...(method === 'GET' ? {} : { origin: new URL(deps.config.publicUrl).origin }),
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    for (const { name, value, maxAge, expires } of answer.cookies) {
      if (maxAge === 0 || (expires && expires.getTime() < Date.now())) cookies.delete(name)
      else cookies.set(name, value)
    }
    const json = /[/+]json\b/.test(String(answer.headers['content-type'] ?? ''))
    const reply = json && answer.body !== '' ? JSON.parse(answer.body) : null
    if (answer.statusCode < 400) canaries.seen(body, reply, cookies.values())
    else if (canaries.in(answer.body).length > 0)
      throw new Error(`Promise 7 is broken: an error repeats a secret: ${method} ${path}`)
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: reply as T,
      text: answer.body,
    }
  }
  return {
    cookies,
    request,
    get: (path, headers) => request('GET', path, undefined, headers),
    post: (path, body, headers) => request('POST', path, body ?? {}, headers),
    patch: (path, body, headers) => request('PATCH', path, body ?? {}, headers),
    put: (path, body, headers) => request('PUT', path, body ?? {}, headers),
    delete: (path, headers) => request('DELETE', path, undefined, headers),
  }
}
