/** One pass over the JSON of a stream chunk for the few fields that matter, instead of parsing each chunk. */
import { endOfString, endOfValue, skipSpace } from './json.ts'

/**
 * What one chunk says.
 * - `usage`, `error`: the top-level member with a value other than null, by offset of the value
 * - `nullUsage`: the range to cut so that a top-level `"usage":null` is gone, one comma with it
 * - `finish`: a `finish_reason` that is not null, by offset of its value
 * - `texts`: offsets (start, end, start, end …) of the text delivered, still JSON-escaped
 */
export type EventScan = {
  usage: Range | null
  error: Range | null
  nullUsage: Range | null
  finish: Range | null
  texts: number[]
}

export type Range = { start: number; end: number }

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a

/** Reads tolerantly: of text that is not JSON it finds what it can, and it never throws. */
export function scanEvent(data: Buffer): EventScan {
  const found: EventScan = { usage: null, error: null, nullUsage: null, finish: null, texts: [] }
  let depth = 0
  let i = 0
  while (i < data.length) {
    const byte = data[i]!
    if (byte !== QUOTE) {
      if (byte === 0x7b || byte === 0x5b) depth++
      else if (byte === 0x7d || byte === 0x5d) depth--
      i++
      continue
    }
    const keyStart = i
    const keyEnd = endOfString(data, i)
    if (keyEnd < 0) return found
    i = skipSpace(data, keyEnd)
    if (data[i] !== COLON) continue
    const value = skipSpace(data, i + 1)
    i = value
    const field = fieldOf(data, keyStart + 1, keyEnd - 1, depth)
    if (field === null) continue
    if (data[value] === 0x6e /* null */) {
      if (field === 'usage') found.nullUsage = cut(data, keyStart, value + 4)
      continue
    }
    if (field === 'text') {
      if (data[value] !== QUOTE) continue
      const end = endOfString(data, value)
      if (end < 0) return found
      if (end - value > 2) found.texts.push(value + 1, end - 1)
      i = end
      continue
    }
    const end = endOfValue(data, value)
    if (end < 0) return found
    found[field] = { start: value, end }
    i = end
  }
  return found
}

/** By length first, so that most keys cost one comparison. Text fields: answer, thinking, refusal, tool arguments. */
function fieldOf(
  data: Buffer,
  start: number,
  end: number,
  depth: number,
): 'usage' | 'error' | 'finish' | 'text' | null {
  switch (end - start) {
    case 4: // inside a tool call
      return depth > 2 && is(data, start, 'name') ? 'text' : null
    case 5:
      if (depth !== 1) return null
      return is(data, start, 'usage') ? 'usage' : is(data, start, 'error') ? 'error' : null
    case 7:
      return depth > 2 && (is(data, start, 'content') || is(data, start, 'refusal')) ? 'text' : null
    case 9:
      return depth > 2 && (is(data, start, 'reasoning') || is(data, start, 'arguments')) ? 'text' : null
    case 13:
      return depth === 3 && is(data, start, 'finish_reason') ? 'finish' : null
    case 17:
      return depth > 2 && is(data, start, 'reasoning_content') ? 'text' : null
    default:
      return null
  }
}

function is(data: Buffer, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (data[at + i] !== word.charCodeAt(i)) return false
  return true
}

/** The member with the comma before it, or the one after it when it comes first. */
function cut(data: Buffer, keyStart: number, valueEnd: number): Range {
  let start = keyStart - 1
  while (start >= 0 && data[start]! <= 0x20) start--
  if (data[start] === COMMA) return { start, end: valueEnd }
  const after = skipSpace(data, valueEnd)
  return data[after] === COMMA ? { start: keyStart, end: after + 1 } : { start: keyStart, end: valueEnd }
}
