import { sql } from 'kysely'
import { contract } from '../../contract/index.ts'
import type { App } from './app.ts'
import { openApiDocument } from './openapi.ts'
import { apiBase } from './route.ts'

/** Health, readiness and the API document. */
export function mountSystem({ fastify, deps }: App): void {
  const document = JSON.stringify(openApiDocument(contract, deps.config.publicUrl))
  fastify.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ ok: true }),
  )
  fastify.get('/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await sql`select 1`.execute(deps.store.db)
      return reply.send({ ok: true })
    } catch (error) {
      deps.log.error({ requestId: request.id, err: error }, 'the database does not answer')
      return reply.code(503).send({ ok: false, problem: 'The database does not answer.' })
    }
  })
  fastify.get(`${apiBase}/openapi.json`, (_request, reply) => reply.type('application/json').send(document))
}
