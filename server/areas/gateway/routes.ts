import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import type { KeyVerifier } from '../keys/index.ts'
import type { Call } from './call.ts'
import { type Caller, type Identified, identifyCaller } from './caller.ts'
import { listModels, oneModel } from './models.ts'
import { beginCall, failCall, type RelayParts, relay, unavailable } from './relay.ts'
import { sendError } from './reply.ts'
import {
  internalError,
  invalidRequest,
  requestTooLarge,
  routeNotFound,
  unsupportedMediaType,
} from './wire/errors.ts'

const prefix = '/v1'
const bodyBytes = 32 * 1024 * 1024
const callers = new WeakMap<FastifyRequest, Caller>()
const endpoints = { '/v1/chat/completions': 'chat.completions', '/v1/embeddings': 'embeddings' } as const

/** The half of Portico that programs call: one route, one pipeline. */
export function mountGateway(
  { fastify, deps }: App,
  services: { keys: KeyVerifier },
  parts: RelayParts,
): void {
  async function identified(request: FastifyRequest, reply: FastifyReply, found: Identified): Promise<void> {
    if (found.ok) {
      callers.set(request, found.caller)
      return
    }
    // Refused calls of a known key are recorded too: its owner sees that something still uses it.
    const endpoint = endpoints[request.routeOptions.url as keyof typeof endpoints]
    if (found.caller && endpoint) {
      await failCall(
        parts,
        beginCall(request.id, deps.clock.now(), found.caller, endpoint),
        reply,
        found.error,
      )
    } else sendError(reply, found.error)
  }

  const mount = async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: bodyBytes },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler((error: Error & { code?: string }, request, reply) => {
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendError(reply, requestTooLarge(bodyBytes))
      if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return sendError(reply, unsupportedMediaType())
      if (error.code?.startsWith('FST_ERR_CTP'))
        return sendError(
          reply,
          invalidRequest('invalid_body', null, 'The body could not be read: send one JSON object.'),
        )
      deps.log.error({ requestId: request.id, err: error }, 'a call failed in the gateway')
      return sendError(reply, internalError())
    })
    scope.setNotFoundHandler((_request, reply) => sendError(reply, routeNotFound()))
    // The credential comes before everything else (promise 12), the body of a stranger is never read.
    scope.addHook('onRequest', (request, reply, done) => {
      reply.header('request-id', request.id)
      const found = identifyCaller(services.keys, request)
      if (found instanceof Promise) {
        found
          .then((one) => identified(request, reply, one))
          .then(
            () => (reply.sent ? undefined : done()),
            (error: unknown) => unavailable(parts, null, reply, error),
          )
      } else if (found.ok) {
        callers.set(request, found.caller)
        done()
      } else
        identified(request, reply, found).catch((error: unknown) => unavailable(parts, null, reply, error))
    })
    for (const [url, endpoint] of Object.entries(endpoints)) {
      scope.post(url.slice(prefix.length), { bodyLimit: bodyBytes }, (request, reply) => {
        const call = beginCall(request.id, deps.clock.now(), callers.get(request) as Caller, endpoint)
        run(parts, call, request, reply)
      })
    }
    scope.get('/models', (request, reply) =>
      listModels(parts, callers.get(request) as Caller, deps.clock.now(), reply),
    )
    scope.get('/models/*', (request, reply) => {
      const { '*': model } = request.params as { '*': string }
      return oneModel(parts, callers.get(request) as Caller, model, deps.clock.now(), reply)
    })
  }
  void fastify.register(mount, { prefix })
}

/** Runs a call to its end, whatever happens in it. */
function run(parts: RelayParts, call: Call, request: FastifyRequest, reply: FastifyReply): void {
  relay(parts, call, bodyOf(request), reply).catch((error: unknown) => unavailable(parts, call, reply, error))
}

/** The body as it came; none is empty. */
export function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}
