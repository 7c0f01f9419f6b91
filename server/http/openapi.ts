import { z } from 'zod'
import { problem } from '../../contract/common.ts'
import type { Access, Endpoint } from '../../contract/endpoint.ts'
import { tokenNeed } from '../../contract/token-scopes.ts'
import { apiBase } from './route.ts'

export type Json = Record<string, unknown>

/** A shape as JSON Schema: what a caller sends (`input`) or gets (`output`). */
export const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  }) as Json
  return rest
}

/** Who may call, in words, for readers of the document. */
export function accessInWords(access: Access): string {
  const confirm =
    'confirm' in access && access.confirm ? ' Needs a confirmation of the last ten minutes.' : ''
  if (access.kind === 'public') return 'Anybody.'
  if (access.kind === 'session') return `A signed-in person.${confirm}`
  if (access.kind === 'operator') return `The operator.${confirm}`
  if (access.kind === 'member') return `A member whose role has \`${access.permission}\`.${confirm}`
  return access.scope === null ? 'Any API key.' : `An API key with the scope \`${access.scope}\`.`
}

/** What an access token needs for a route, in words; nothing where tokens mean nothing. */
export function tokenInWords(endpoint: Endpoint): string {
  const need = tokenNeed(endpoint)
  if (need === null) return ''
  return need === 'refused' ? ' Never with an access token.' : ` With an access token: scope \`${need}\`.`
}

function parameters(endpoint: Endpoint): Json[] {
  const list: Json[] = []
  for (const [place, schema] of [
    ['path', endpoint.params],
    ['query', endpoint.query],
  ] as const) {
    if (!schema) continue
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Json
      required?: string[]
    }
    for (const [name, shape] of Object.entries(properties)) {
      list.push({ name, in: place, required: place === 'path' || required.includes(name), schema: shape })
    }
  }
  if (endpoint.idempotent)
    list.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 200 },
    })
  return list
}

function operation(endpoint: Endpoint, tag: string, name: string): Json {
  const replies: Json = {
    default: {
      description: 'A refusal',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  }
  if (endpoint.reply) {
    const schema = schemaOf(endpoint.reply, 'output')
    replies[String(endpoint.status ?? 200)] = {
      description: 'Done',
      content: { [endpoint.mediaType ?? 'application/json']: { schema } },
    }
  } else replies['204'] = { description: 'Done' }
  const security =
    endpoint.access.kind === 'public'
      ? []
      : endpoint.access.kind === 'key'
        ? [{ apiKey: [] }]
        : [{ session: [] }, ...(tokenNeed(endpoint) === 'refused' ? [] : [{ accessToken: [] }])]
  return {
    operationId: `${tag}.${name}`,
    tags: [tag],
    summary: endpoint.summary,
    description: `${accessInWords(endpoint.access)}${tokenInWords(endpoint)}`,
    security,
    parameters: parameters(endpoint),
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: replies,
  }
}

/** The OpenAPI 3.1 document of the console API, printed from the contract. */
export function openApiDocument(contract: Record<string, Record<string, Endpoint>>, publicUrl: string): Json {
  const paths: Record<string, Json> = {}
  for (const [tag, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const path = endpoint.path.replace('{*', '{')
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, tag, name) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portico console API',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${publicUrl}${apiBase}` }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: publicUrl.startsWith('https:') ? '__Host-portico' : 'portico',
        },
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'pat_…' },
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'pk_…' },
      },
    },
  }
}
