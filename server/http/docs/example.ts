import type { Endpoint } from '../../../contract/endpoint.ts'
import { tokenNeed } from '../../../contract/token-scopes.ts'
import { type Json, schemaOf } from '../openapi.ts'
import { apiBase } from '../route.ts'

type Shape = {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  minimum?: number
}

const texts: Record<string, string> = {
  username: 'ada',
  email: 'ada@example.com',
  password: 'quiet harbour lights at dawn',
  slug: 'acme',
  name: 'ci',
  baseUrl: 'https://models.example.com/v1',
  model: 'sandbox-chat',
  amountUsd: '5',
}

function exampleOf(shape: Shape, name: string): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) return exampleOf(shape.anyOf[0] ?? {}, name)
  if (shape.type === 'object') return exampleBody(shape)
  if (shape.type === 'array') return shape.items ? [exampleOf(shape.items, name)] : []
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(1, shape.minimum ?? 1)
  if (shape.type === 'boolean') return true
  if (shape.format === 'date-time') return '2027-01-01T00:00:00Z'
  if (texts[name] !== undefined) return texts[name]
  return shape.pattern?.includes('\\d{1,9}') ? '5' : '…'
}

/** What must be sent, and where nothing must be, the first field that may. */
function exampleBody({ properties = {}, required = [] }: Shape): Record<string, unknown> {
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1)
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] ?? {}, name)]))
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A call of the route to paste into a shell. */
export function curlExample(endpoint: Endpoint, publicUrl: string): string {
  const path = endpoint.path
    .replace('{org}', 'acme')
    .replace(/\{\*model\}/, 'sandbox-chat')
    .replaceAll(/\{\*?([^}]+)\}/g, (_, name) => `$${String(name).toUpperCase()}`)
  const lines = [
    `curl ${endpoint.method === 'GET' ? '' : `-X ${endpoint.method} `}"${publicUrl}${apiBase}${path}"`,
  ]
  const need = tokenNeed(endpoint)
  const byToken = need !== null && need !== 'refused'
  if (endpoint.access.kind === 'key') lines.push('-H "Authorization: Bearer $PORTICO_API_KEY"')
  else if (byToken) lines.push('-H "Authorization: Bearer $PORTICO_ACCESS_TOKEN"')
  else if (endpoint.access.kind !== 'public') lines.push('-b cookies.txt -c cookies.txt')
  if (endpoint.method !== 'GET' && endpoint.access.kind !== 'key' && !byToken) {
    lines.push(`-H "Origin: ${new URL(publicUrl).origin}"`)
  }
  if (endpoint.body) {
    const body = exampleBody(schemaOf(endpoint.body, 'input') as Json as Shape)
    lines.push('-H "Content-Type: application/json"', `-d ${quote(JSON.stringify(body))}`)
  }
  return lines.join(' \\\n  ')
}
