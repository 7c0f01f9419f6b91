import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { type Exchange, readBody, takeOver } from '../../http/exchange.ts'
import type { KeyVerifier } from '../keys/index.ts'
import type { Call } from './call.ts'
import { type Caller, type Identified, identifyCaller } from './caller.ts'
import { listModels, oneModel } from './models.ts'
import { beginCall, failCall, type RelayParts, relay, unavailable } from './relay.ts'
import { answerError, sendError } from './reply.ts'
import {
  compressedBody,
  type GatewayError,
  internalError,
  requestTooLarge,
  routeNotFound,
  serviceUnavailable,
  unsupportedMediaType,
} from './wire/errors.ts'

const prefix = '/v1'
const bodyBytes = 32 * 1024 * 1024
const endpoints = { '/chat/completions': 'chat.completions', '/embeddings': 'embeddings' } as const

/** The half of Portico that programs call: one route, one pipeline. */
export function mountGateway(app: App, services: { keys: KeyVerifier }, parts: RelayParts): void {
  for (const [path, endpoint] of Object.entries(endpoints)) {
    const handle = callHandler(app, services.keys, parts, endpoint)
    app.lanes.open('POST', prefix + path, handle)
    void app.fastify.register(
      async (scope) => {
        // The pipeline reads the body itself, after it knows who calls.
        scope.removeAllContentTypeParsers()
        scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
        scope.post(path, { bodyLimit: bodyBytes }, (request, reply) => handle(takeOver(request, reply)))
      },
      { prefix },
    )
  }
  void app.fastify.register(async (scope) => mountModels(scope, app, services.keys, parts), { prefix })
}

/** The way of a call until its body is there. The credential comes before everything else (promise 12), the body of a stranger is never read. */
function callHandler(
  { deps }: App,
  keys: KeyVerifier,
  parts: RelayParts,
  endpoint: Call['endpoint'],
): (exchange: Exchange) => void {
  function known(exchange: Exchange, found: Identified): void {
    exchange.headers.push('request-id', exchange.id)
    if (!found.ok && !found.caller) {
      answerError(exchange, found.error)
      return
    }
    const call = beginCall(exchange.id, deps.clock.now(), found.caller as Caller, endpoint)
    const failed = (error: unknown): void => unavailable(parts, call, exchange, error)
    const refuse = (error: GatewayError): void => {
      // Refused calls of a known key are recorded too: its owner sees that something still uses it.
      failCall(parts, call, exchange, error).catch(failed)
    }
    const wrong = found.ok ? unreadableBody(exchange.request.headers) : found.error
    if (wrong) {
      refuse(wrong)
      return
    }
    readBody(exchange, bodyBytes, (body) => {
      if (body.ok) relay(parts, call, body.bytes, exchange).catch(failed)
      else {
        // What is left of it is not waited for.
        exchange.headers.push('connection', 'close')
        refuse(requestTooLarge(bodyBytes))
      }
    })
  }

  return (exchange) => {
    const { authorization } = exchange.request.headers
    const found = identifyCaller(keys, { authorization, address: exchange.address })
    if (found instanceof Promise)
      found
        .then((one) => known(exchange, one))
        .catch((error: unknown) => unavailable(parts, null, exchange, error))
    else known(exchange, found)
  }
}

function unreadableBody({
  'content-type': type = '',
  'content-encoding': encoding,
}: IncomingHttpHeaders): GatewayError | null {
  if (encoding !== undefined && encoding !== 'identity') return compressedBody()
  return type === 'application/json' || /^application\/json *(;|$)/i.test(type)
    ? null
    : unsupportedMediaType()
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** What a key may call, and the 404 of everything else below `/v1`. */
function mountModels(scope: FastifyInstance, { deps }: App, keys: KeyVerifier, parts: RelayParts): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  scope.setErrorHandler((error: Error, request, reply) => {
    deps.log.error({ requestId: request.id, err: error }, 'a call failed in the gateway')
    return sendError(reply, internalError())
  })
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('request-id', request.id)
    const found = await identify(request, reply)
    if (!found) return reply
    if (found.ok) callers.set(request, found.caller)
    else sendError(reply, found.error)
  })

  async function identify(request: FastifyRequest, reply: FastifyReply): Promise<Identified | null> {
    try {
      const { authorization } = request.headers
      return await identifyCaller(keys, { authorization, address: request.clientAddress })
    } catch (error) {
      // Whom we cannot check does not get in (promise 13).
      deps.log.error({ requestId: request.id, err: error }, 'a call failed in the gateway')
      sendError(reply, serviceUnavailable())
      return null
    }
  }

  scope.get('/models', (request, reply) =>
    listModels(parts, callers.get(request) as Caller, deps.clock.now(), reply),
  )
  scope.get('/models/*', (request, reply) => {
    const { '*': model } = request.params as { '*': string }
    return oneModel(parts, callers.get(request) as Caller, model, deps.clock.now(), reply)
  })
  scope.all('/*', (_request, reply) => sendError(reply, routeNotFound()))
}

/** The body as the framework read it; none is empty. */
export function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}
