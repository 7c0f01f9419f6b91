import type { FastifyReply } from 'fastify'

/** Whether nobody waits for the answer any more. */
export function clientGone(reply: FastifyReply): boolean {
  return reply.raw.destroyed || (reply.raw.socket?.destroyed ?? false)
}
