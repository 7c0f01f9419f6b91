import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from './errors.ts'

/** Prefixes that belong to programs: what is unknown below them is never a page. */
const ownPrefixes = ['/api', '/docs', '/metrics', '/healthz', '/readyz', '/assets']

const below = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)
const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url

/** Whether a page of the console may be meant: its router knows the paths, the server does not. */
export function mayBePage(request: FastifyRequest): boolean {
  const path = pathOf(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (below(path, '/v1') || ownPrefixes.some((prefix) => below(path, prefix))) return false
  const accept = request.headers.accept ?? '*/*'
  if (accept.includes('text/html')) return true
  // A program that takes anything gets pages, but never one instead of a missing file.
  return accept.includes('*/*') && !/\.[^/]*$/.test(path)
}

/** The 404 of whoever asks: in OpenAI's shape below `/v1`, as a problem elsewhere. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!below(pathOf(request.url), '/v1')) throw notFound()
  const message =
    'There is no such route here. Check the base URL (it ends in /v1) and the method; /docs lists what exists.'
  return reply
    .code(404)
    .header('request-id', request.id)
    .send({ error: { message, type: 'invalid_request_error', param: null, code: 'not_found' } })
}
