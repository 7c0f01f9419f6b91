import type { FastifyReply } from 'fastify'
import { answer, type Exchange } from '../../http/exchange.ts'
import { errorBody, type GatewayError } from './wire/errors.ts'

const json = 'application/json; charset=utf-8'

/** Answers an error in OpenAI's shape. */
export function answerError(exchange: Exchange, error: GatewayError): void {
  for (const [name, value] of Object.entries(error.headers)) exchange.headers.push(name, value)
  answer(exchange, error.status, json, Buffer.from(errorBody(error)))
}

/** The same for routes that the framework answers. */
export function sendError(reply: FastifyReply, error: GatewayError): void {
  reply.code(error.status).headers(error.headers).type('application/json').send(errorBody(error))
}
