import type { Readable } from 'node:stream'
import fastify from 'fastify'
import { Pool } from 'undici'

/**
 * A bare proxy: Fastify in, undici out, nothing checked, nothing kept. `piped` passes bodies through as streams, as a proxy for
 * streaming answers has to; `buffered` reads each whole, the least that can be done for small ones.
 */
const pool = new Pool(process.argv[2] as string)
const buffered = process.argv[3] === 'buffered'
const app = fastify({ logger: false })
app.removeAllContentTypeParsers()
if (buffered)
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
else app.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload))
app.post('/v1/chat/completions', async (request, reply) => {
  const answer = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer upstream' },
    body: request.body as Buffer | Readable,
  })
  reply.code(answer.statusCode).header('content-type', answer.headers['content-type'])
  return reply.send(buffered ? Buffer.from(await answer.body.arrayBuffer()) : answer.body)
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as { port: number }).port })
