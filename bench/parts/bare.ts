import fastify from 'fastify'
import { Pool } from 'undici'

/** The least that a proxy can do: Fastify in, undici out, nothing checked, nothing kept. */
const pool = new Pool(process.argv[2] as string)
const app = fastify({ logger: false })
app.removeAllContentTypeParsers()
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
)
app.post('/v1/chat/completions', async (request, reply) => {
  const answer = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer upstream' },
    body: request.body as Buffer,
  })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  return reply.code(answer.statusCode).header('content-type', 'application/json').send(bytes)
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as { port: number }).port })
