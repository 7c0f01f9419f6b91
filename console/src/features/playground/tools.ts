import { isRecord } from '../../lib/api-error.ts'
import type { ToolCall } from './chat.ts'

/** What is wrong with definitions of tools: key of the catalogue, and which of them, counted from one. */
export type ToolProblem = {
  readonly what: 'json' | 'list' | 'shape' | 'name' | 'twice' | 'schema'
  readonly number: number
}
export type ReadTools =
  | { readonly ok: true; readonly tools: unknown[] }
  | { readonly ok: false; readonly problem: ToolProblem }

/** Definitions as typed, checked as far as every provider does it (OpenAI's chat completions, `tools`). Empty is none. */
export function readTools(text: string): ReadTools {
  const wrong = (what: ToolProblem['what'], number = 1): ReadTools => ({
    ok: false,
    problem: { what, number },
  })
  if (text.trim() === '') return { ok: true, tools: [] }
  let tools: unknown
  try {
    tools = JSON.parse(text)
  } catch {
    return wrong('json')
  }
  if (!Array.isArray(tools)) return wrong('list')
  const names = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const definition: unknown = isRecord(tool) && tool.type === 'function' ? tool.function : undefined
    if (!isRecord(definition)) return wrong('shape', index + 1)
    const { name, parameters } = definition
    if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) return wrong('name', index + 1)
    if (names.has(name)) return wrong('twice', index + 1)
    if (parameters !== undefined && (!isRecord(parameters) || parameters.type !== 'object'))
      return wrong('schema', index + 1)
    names.add(name)
  }
  return { ok: true, tools }
}

/** A definition to begin with. */
export const sampleTools = JSON.stringify(
  [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: {
          type: 'object',
          properties: { place: { type: 'string' } },
          required: ['place'],
        },
      },
    },
  ],
  null,
  2,
)

/** The calls of a stream so far with the next piece: pieces name a call by `index`, its arguments come in parts. */
export function withCalls(calls: readonly ToolCall[], pieces: unknown): readonly ToolCall[] {
  if (!Array.isArray(pieces)) return calls
  const next = [...calls]
  for (const piece of pieces) {
    if (!isRecord(piece)) continue
    const at = typeof piece.index === 'number' ? Math.min(Math.max(0, piece.index), next.length) : next.length
    const { name, arguments: more } = isRecord(piece.function) ? piece.function : {}
    const call = next[at] ?? { id: '', name: '', arguments: '' }
    next[at] = {
      id: typeof piece.id === 'string' && piece.id !== '' ? piece.id : call.id,
      name: typeof name === 'string' && name !== '' ? name : call.name,
      arguments: call.arguments + (typeof more === 'string' ? more : ''),
    }
  }
  return next
}
