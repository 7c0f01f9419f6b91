import type { FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { digestOf, sameDigest } from '../lib/secret.ts'
import type { App } from './app.ts'
import { plainAddress } from './client-address.ts'
import { notFound } from './errors.ts'

/** A figure of the moment that an area tells: asked for at each scrape. */
export type Figure = { name: string; help: string; value: number }
export type Figures = () => Figure[] | Promise<Figure[]>

/** What proxies write; one that writes none of these cannot be told from a program of this machine. */
const forwarding = /^(x-forwarded(-.+)?|x-real-ip|x-client-ip|forwarded|via|true-client-ip|cf-.+)$/

/** This machine itself, not somebody whom a proxy on it speaks for. */
function isThisMachine(request: FastifyRequest): boolean {
  const address = plainAddress(request.socket.remoteAddress ?? '')
  const loopback = address === '::1' || address.startsWith('127.')
  return loopback && !Object.keys(request.headers).some((name) => forwarding.test(name))
}

function hasToken(request: FastifyRequest, token: string | null): boolean {
  const given = /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return token !== null && given !== undefined && sameDigest(digestOf(given), digestOf(token))
}

/** Counts answers by route and status: two additions a request, since calls of the gateway pass here as well. */
function countAnswers({ fastify, lanes }: App, registry: Registry): void {
  const seen = new Map<string, { method: string; status: number; count: number; ms: number }[]>()
  function count(method: string, route: string, status: number, ms: number): void {
    let sums = seen.get(route)
    if (!sums) {
      sums = []
      seen.set(route, sums)
    }
    // A route has few of them, and a name made for a look-up costs more than looking.
    for (const sum of sums) {
      if (sum.status !== status || sum.method !== method) continue
      sum.count += 1
      sum.ms += ms
      return
    }
    sums.push({ method, status, count: 1, ms })
  }
  fastify.addHook('onResponse', (request, reply, done) => {
    count(request.method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime)
    done()
  })
  lanes.watch(({ method, route, status, ms }) => count(method, route, status, ms))
  const labelNames = ['method', 'route', 'status']
  const seconds = new Counter({
    name: 'portico_http_request_seconds_total',
    help: 'Seconds spent on answers, by route and status',
    labelNames,
    registers: [registry],
  })
  new Counter({
    name: 'portico_http_requests_total',
    help: 'Answers, by route and status',
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      seconds.reset()
      for (const [route, sums] of seen) {
        for (const { method, status, count, ms } of sums) {
          this.inc({ method, route, status }, count)
          seconds.inc({ method, route, status }, ms / 1000)
        }
      }
    },
  })
}

/**
 * `GET /metrics` in Prometheus's text format: the process, answers by route, and what `figures` tells. It answers to this machine, or
 * with `Authorization: Bearer <PORTICO_METRICS_TOKEN>`; to everybody else it does not exist.
 */
export function mountMetrics(app: App, figures: Figures): void {
  const registry = new Registry()
  const gauges = new Map<string, Gauge>()
  let watching = false
  countAnswers(app, registry)
  app.fastify.get('/metrics', async (request, reply) => {
    if (!isThisMachine(request) && !hasToken(request, app.deps.config.metricsToken)) throw notFound()
    // Watching the process costs timers, so it begins with the first scrape.
    if (!watching) collectDefaultMetrics({ register: registry })
    watching = true
    for (const { name, help, value } of await figures()) {
      const gauge = gauges.get(name) ?? new Gauge({ name, help, registers: [registry] })
      gauges.set(name, gauge)
      gauge.set(value)
    }
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
}
