import type { Json } from '../openapi.ts'

/** One line of a table of fields. `name` is the path to it: `account.id`, `items[].id`. */
export type Field = { name: string; type: string; required: boolean; notes: string }

type Shape = {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  additionalProperties?: Shape | boolean
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  example?: unknown
  description?: string
}

// JSON Schema writes "no limit" as the largest exact number.
const limit = (value: number | undefined): number | undefined =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value

function range(least: number | undefined, most: number | undefined, what: string): string | null {
  const [low, high] = [limit(least), limit(most)]
  if (low === undefined && high === undefined) return null
  if (low === undefined) return `at most ${high}${what}`
  if (high === undefined) return `at least ${low}${what}`
  return `${low} to ${high}${what}`
}

/** A shape in a few words: `text`, `list of text`, `"open" or "closed"`. */
export function typeInWords(shape: Shape): string {
  if (shape.anyOf) return [...new Set(shape.anyOf.map(typeInWords))].join(' or ')
  if (shape.const !== undefined) return JSON.stringify(shape.const)
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (shape.type === 'array') return `list of ${typeInWords(shape.items ?? {})}`
  if (shape.type === 'string')
    return shape.format === 'date-time' ? 'time' : shape.format === 'decimal' ? 'decimal text' : 'text'
  if (shape.type === 'integer') return 'integer'
  if (shape.type === 'boolean') return 'true or false'
  return shape.type ?? 'anything'
}

function notesOf(shape: Shape): string {
  const known = shape.anyOf?.find((one) => one.type !== 'null') ?? shape
  const notes = [
    known.description ?? null,
    known.type === 'string' ? range(known.minLength, known.maxLength, ' characters') : null,
    known.type === 'integer' || known.type === 'number' ? range(known.minimum, known.maximum, '') : null,
    known.type === 'array' ? range(known.minItems, known.maxItems, ' items') : null,
    known.example === undefined ? null : `such as \`${String(known.example)}\``,
  ]
  return notes.filter((note) => note !== null).join('; ')
}

/** What is inside of a shape, through lists and null. */
function inside(shape: Shape): { suffix: string; shape: Shape } | null {
  if (shape.properties) return { suffix: '', shape }
  if (shape.items) {
    const deeper = inside(shape.items)
    return deeper && { suffix: `[]${deeper.suffix}`, shape: deeper.shape }
  }
  for (const one of shape.anyOf ?? []) {
    const found = inside(one)
    if (found) return found
  }
  return null
}

/** Every field of a JSON Schema, nested ones by their path. */
export function fieldsOf(schema: Json, prefix = ''): Field[] {
  const found = inside(schema as Shape)
  if (!found) return []
  const { properties = {}, required = [] } = found.shape
  const place = prefix === '' ? '' : `${prefix}${found.suffix}.`
  return Object.entries(properties).flatMap(([key, shape]) => {
    const name = `${place}${key}`
    return [
      { name, type: typeInWords(shape), required: required.includes(key), notes: notesOf(shape) },
      ...fieldsOf(shape as Json, name),
    ]
  })
}
