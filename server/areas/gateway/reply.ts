import type { FastifyReply } from 'fastify'
import { errorBody, type GatewayError } from './wire/errors.ts'

/** Answers an error in OpenAI's shape. */
export function sendError(reply: FastifyReply, error: GatewayError): void {
  reply.code(error.status).headers(error.headers).type('application/json').send(errorBody(error))
}
