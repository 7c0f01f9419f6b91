import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { z } from 'zod'
import type { Endpoint } from '../../contract/endpoint.ts'
import { accessTokenOf, assertSameOrigin, authorize, type GrantedAny, identify } from './access.ts'
import type { App } from './app.ts'
import type { ContextFor, InputFor, ReplyFor, RequestContext } from './context.ts'
import { invalidRequest, notFound } from './errors.ts'
import { claimIdempotencyKey } from './idempotency.ts'
import { createLine } from './line.ts'

export const apiBase = '/api/v1'
const defaultBodyBytes = 64 * 1024
const strangers = createLine()

/**
 * Finds the thing that a path names, before permission and body are looked at (promise 12: 404 comes before 403 and 400). It may
 * also throw a refusal that depends on the thing.
 */
export type ThingLoader<E extends Endpoint, T> = (
  ctx: ContextFor<E>,
  params: InputFor<E>['params'],
) => Promise<T | null>

type Prepared = { ctx: RequestContext & GrantedAny & { thing: unknown }; params: unknown }
const prepared = new WeakMap<FastifyRequest, Prepared>()

/** The path as Fastify writes it: `{org}` → `:org`, a last `{*model}` → `*`. */
function fastifyPath(path: string): string {
  return `${apiBase}${path.replace(/\{\*[^}]+\}$/, '*').replaceAll(/\{([^}]+)\}/g, ':$1')}`
}

function paramsOf(endpoint: Endpoint, raw: Record<string, string>): Record<string, string> {
  const wildcard = /\{\*([^}]+)\}$/.exec(endpoint.path)?.[1]
  if (wildcard === undefined) return raw
  const { '*': rest = '', ...others } = raw
  return { ...others, [wildcard]: rest }
}

/**
 * The one way in to the console API. Checks, in this order: credential (401), organization and thing (404), permission and
 * confirmation (403), body (400); then runs the handler and checks its reply.
 *
 * `route(app, contract.keys.create)(handler)`; a route whose path names a thing passes `thing` as well.
 */
export function route<E extends Endpoint, T = null>(
  app: App,
  endpoint: E,
  options: { thing?: ThingLoader<E, T> } = {},
) {
  return (handler: (ctx: ContextFor<E> & { thing: T }, input: InputFor<E>) => Promise<ReplyFor<E>>): void => {
    app.mounted.push(endpoint)
    // Anybody may send as many of these as they like; nobody else shall wait for them.
    const isOfStrangers = endpoint.access.kind === 'public' && endpoint.method !== 'GET'
    app.fastify.route({
      method: endpoint.method as HTTPMethods,
      url: fastifyPath(endpoint.path),
      bodyLimit: endpoint.bodyBytes ?? defaultBodyBytes,
      async onRequest(request, reply) {
        if (isOfStrangers) await strangers()
        prepared.set(request, await check(app, endpoint, options.thing, request, reply))
      },
      async handler(request, reply) {
        const { ctx, params } = prepared.get(request) as Prepared
        const query = parse(endpoint.query, request.query, 'query')
        const body = parse(endpoint.body, request.body, '')
        const act = async () => {
          const result = await handler(ctx as never, { params, query, body } as InputFor<E>)
          return endpoint.reply ? endpoint.reply.parse(result) : undefined
        }
        const status = endpoint.reply ? (endpoint.status ?? 200) : 204
        const key = request.headers['idempotency-key']
        if (endpoint.idempotent && typeof key === 'string' && key !== '') {
          const who = ctx.session?.accountId ?? ''
          const claim = await claimIdempotencyKey(app.deps, { endpoint, url: request.url, who, key, body })
          if ('stored' in claim) return reply.code(claim.stored.status).send(claim.stored.reply)
          const result = await act().catch(async (error: unknown) => {
            await claim.drop()
            throw error
          })
          // The act is done: where its answer cannot be kept, the key stays taken, so that nothing is done twice.
          await claim.keep(status, result)
          return reply.code(status).send(result)
        }
        return reply.code(status).send(await act())
      },
    })
  }
}

/** Everything that comes before the body (promise 12). */
async function check<E extends Endpoint, T>(
  app: App,
  endpoint: E,
  findThing: ThingLoader<E, T> | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Prepared> {
  const ctx = contextOf(app, request, reply)
  const raw = paramsOf(endpoint, request.params as Record<string, string>)
  const withToken = accessTokenOf(endpoint.access, request.headers.authorization) !== null
  // A cookie beside a token is ignored, by whoever looks.
  if (withToken) ctx.cookies = {}
  const withCookie = Object.keys(ctx.cookies).length > 0
  assertSameOrigin(request.method, request.headers.origin, withCookie, app.deps.config.publicUrl)
  const granted = await identify(app.gate, endpoint, ctx, raw.org)
  // A name of the wrong shape is the name of nothing.
  const params = endpoint.params?.safeParse(raw)
  if (params && !params.success) throw notFound()
  const known = Object.assign(ctx, granted) as unknown as ContextFor<E>
  const thing = findThing ? await findThing(known, params?.data as InputFor<E>['params']) : null
  if (findThing && thing === null) throw notFound()
  authorize(endpoint, granted, app.deps.clock.now())
  return { ctx: Object.assign(ctx, granted, { thing }), params: params?.data }
}

/**
 * A route whose answer is bytes (a stream of a model, a file): the same checks, then `handler` answers on `reply` itself. The body
 * arrives as it came.
 */
export function rawRoute<E extends Endpoint>(
  app: App,
  endpoint: E,
  handler: (
    ctx: ContextFor<E>,
    request: FastifyRequest,
    reply: FastifyReply,
    query: InputFor<E>['query'],
  ) => Promise<void>,
): void {
  app.mounted.push(endpoint)
  const bodyLimit = endpoint.bodyBytes ?? defaultBodyBytes
  void app.fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    scope.route({
      method: endpoint.method as HTTPMethods,
      url: fastifyPath(endpoint.path),
      bodyLimit,
      async onRequest(request, reply) {
        prepared.set(request, await check(app, endpoint, undefined, request, reply))
      },
      async handler(request, reply) {
        const { ctx } = prepared.get(request) as Prepared
        const query = parse(endpoint.query, request.query, 'query') as InputFor<E>['query']
        await handler(ctx as never, request, reply, query)
        return reply
      },
    })
  })
}

/** Reads what every handler knows of its request. */
export function contextOf(app: App, request: FastifyRequest, reply: FastifyReply): RequestContext {
  const userAgent = request.headers['user-agent']
  return {
    ...app.deps,
    requestId: request.id,
    ip: request.clientAddress,
    // Newlines and NUL in a user agent are harmless (rule 46), and so is its length.
    userAgent: userAgent === undefined ? null : userAgent.replaceAll(/\p{Cc}/gu, ' ').slice(0, 300),
    reply,
    cookies: request.cookies,
  }
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value ?? {})
  if (result.success) return result.data
  throw invalidRequest(
    result.error.issues.map((issue) => ({
      path: [...(where === '' ? [] : [where]), ...issue.path.map(String)].join('.'),
      message: issue.message,
    })),
  )
}
