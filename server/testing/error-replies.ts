import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Keeps every error that a server answers with from now on: heads and bodies with a status of 400 and above, and those pieces of a
 * stream that hold an error. Both ways in are watched, sockets and `inject`.
 */
export function watchErrorReplies(fastify: FastifyInstance): string[] {
  const kept: string[] = []
  fastify.server.prependListener('request', (_request, response: ServerResponse) => {
    const { write, end, writeHead } = response
    const keep = (piece: unknown): void => {
      const text =
        typeof piece === 'string' ? piece : piece instanceof Uint8Array ? Buffer.from(piece).toString() : ''
      if (response.statusCode >= 400 || text.includes('"error":{')) kept.push(text)
    }
    response.writeHead = ((status: number, ...rest: unknown[]) => {
      if (status >= 400) kept.push(JSON.stringify(rest))
      return Reflect.apply(writeHead, response, [status, ...rest])
    }) as typeof writeHead
    response.write = ((...given: unknown[]) => {
      keep(given[0])
      return Reflect.apply(write, response, given)
    }) as typeof write
    response.end = ((...given: unknown[]) => {
      keep(given[0])
      return Reflect.apply(end, response, given)
    }) as typeof end
  })
  const { inject } = fastify
  fastify.inject = (async (...given: Parameters<typeof inject>) => {
    const answer = await inject.apply(fastify, given)
    if (answer.statusCode >= 400) kept.push(JSON.stringify(answer.headers), answer.body)
    else if (answer.body.includes('"error":{')) kept.push(answer.body)
    return answer
  }) as unknown as typeof inject
  return kept
}
