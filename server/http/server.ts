import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Deps } from '../deps.ts'
import { newId } from '../lib/id.ts'
import { clientAddress, type Networks } from './client-address.ts'
import { type AppError, appError, isAppError } from './errors.ts'
import { createLanes, type Lanes } from './lanes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's address behind trusted proxies. */
    clientAddress: string
  }
}

const strictTransport = 'max-age=31536000; includeSubDomains'
const keepAliveTimeout = 65_000
/** From its first byte to its last: who sends a body for ever is cut off. Answers may take as long as they like. */
const requestTimeout = 300_000

/** Fastify as both halves need it: request ids, client addresses, security headers, errors that say what to do. */
export async function createServer(
  deps: Deps,
  trustedProxies: Networks,
): Promise<{ fastify: FastifyInstance; lanes: Lanes }> {
  const { config, clock, log } = deps
  const https = config.publicUrl.startsWith('https:')
  const newRequestId = (): string => newId('req', clock.now())
  const addressOf = (request: IncomingMessage): string => {
    const forwarded = request.headers['x-forwarded-for']
    const header = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
    return clientAddress(request.socket.remoteAddress ?? '', header, trustedProxies)
  }
  const lanes = createLanes((request) => {
    const id = newRequestId()
    const headers = ['x-request-id', id, 'x-content-type-options', 'nosniff']
    if (https) headers.push('strict-transport-security', strictTransport)
    return { id, address: addressOf(request), headers }
  })
  const app = fastify({
    logger: false,
    // The framework sets these on a server of its own only.
    serverFactory: (framework) =>
      createHttpServer({ keepAliveTimeout, requestTimeout }, lanes.listener(framework)),
    genReqId: newRequestId,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 1024, ignoreTrailingSlash: false },
    // What fails before there is a route, such as an address that cannot be decoded.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
      return answerProblem(fromFastify(error), request, reply)
    },
    keepAliveTimeout,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  })
  await app.register(cookie)
  // Rule 35: only JSON changes anything; the gateway adds its own parser in its own scope.
  app.removeContentTypeParser('text/plain')
  app.addHook('preClose', async () => lanes.close())
  app.decorateRequest('clientAddress', '')
  app.addHook('onRequest', (request, reply, done) => {
    request.clientAddress = addressOf(request.raw)
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    if (https) reply.header('strict-transport-security', strictTransport)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    // Calls of the gateway have their usage record; pages and assets would only be noise.
    if (request.url.startsWith('/api/')) {
      const fields = {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
      }
      log.info({ ...fields, ms: Math.round(reply.elapsedTime) }, 'request')
    }
    done()
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isAppError(error) ? error : fromFastify(error)
    const fields = { requestId: request.id, route: request.routeOptions.url }
    // "Come back later" is an answer that is meant, and of a flood each gets it.
    if (isAppError(error) && known.status === 503) log.info({ ...fields, code: known.code }, error.message)
    else if (known.status >= 500) log.error({ ...fields, err: error }, 'request failed')
    return answerProblem(known, request, reply)
  })
  return { fastify: app, lanes }
}

function answerProblem(known: AppError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(known.status)
    .headers(known.headers)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: known.status >= 500 ? 'Something failed here' : 'The request was refused',
      status: known.status,
      code: known.code,
      detail: known.detail,
      requestId: request.id,
      ...known.extra,
    })
}

const fastifyCodes: Record<string, [number, string, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body_too_large', 'The body is larger than this route takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'json_required', 'Send the body as application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'invalid_json', 'The body is empty: send a JSON object.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'invalid_json', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'invalid_body', 'The body is not as long as its header says.'],
  FST_ERR_BAD_URL: [400, 'invalid_url', 'The address of this request is not valid.'],
}

function fromFastify(error: FastifyError): AppError {
  const [status, code, detail] = fastifyCodes[error.code] ?? []
  if (status && code && detail) return appError(status, code, detail)
  if (error instanceof SyntaxError) return appError(400, 'invalid_json', 'The body is not valid JSON.')
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    return appError(error.statusCode, 'invalid_request', 'The request is not valid.', {
      internal: error.message,
    })
  }
  return appError(
    500,
    'internal_error',
    'Something failed here. Try again; if it stays, pass the request id to the operator.',
    {
      internal: error.message,
    },
  )
}
