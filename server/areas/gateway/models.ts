import type { FastifyReply } from 'fastify'
import type { Caller } from './caller.ts'
import type { RelayParts } from './relay.ts'
import { sendError } from './reply.ts'
import { insufficientScope, modelNotAllowed, modelNotFound } from './wire/errors.ts'

type Model = { id: string; object: 'model'; created: number; owned_by: string }

/** OpenAI's shape. The upstream's name stays with the operator. */
const present = (id: string): Model => ({ id, object: 'model', created: 0, owned_by: 'portico' })

/** What this caller may call now: allowed, served, and priced or accepted without a price. */
async function callable(
  { registry, book, settings }: RelayParts,
  caller: Caller,
  nowMs: number,
): Promise<string[]> {
  const [{ unpricedModels }] = await Promise.all([settings.current(), registry.ready(), book.ready()])
  const unpriced = unpricedModels !== 'never' && caller.acceptUnpricedModels
  return registry.models().filter((model) => {
    if (caller.models && !caller.models.has(model)) return false
    return unpriced || book.lookup({ model, provider: registry.providerOf(model) ?? null }, nowMs) !== null
  })
}

/** `GET /v1/models`. */
export async function listModels(
  parts: RelayParts,
  caller: Caller,
  nowMs: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!caller.mayList) {
    sendError(reply, insufficientScope('models:read'))
    return reply
  }
  const models = await callable(parts, caller, nowMs)
  return reply.send({ object: 'list', data: models.map(present) })
}

/** `GET /v1/models/<name>`; names may hold slashes. */
export async function oneModel(
  parts: RelayParts,
  caller: Caller,
  model: string,
  nowMs: number,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (!caller.mayList) sendError(reply, insufficientScope('models:read'))
  else if (caller.models && !caller.models.has(model)) sendError(reply, modelNotAllowed(model))
  else if (!(await callable(parts, caller, nowMs)).includes(model)) sendError(reply, modelNotFound(model))
  else return reply.send(present(model))
  return reply
}
