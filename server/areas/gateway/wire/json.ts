/** Finding the members of a JSON object as byte ranges, so that bodies are neither rebuilt nor parsed twice. */

/** One member of an object: its key (decoded) and where key and value lie, end exclusive. */
export type Member = { key: string; keyStart: number; valueStart: number; valueEnd: number }

/** `open` is the offset of `{`, `close` that of its `}`. Members are in the order of the text, repeats included. */
export type ObjectScan = { open: number; close: number; members: Member[] }

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/**
 * Longer strings (pictures, embeddings) are searched by the native `indexOf`; up to here a byte loop is faster, for
 * prose is full of escaped quotes and each native call costs as much as fifty bytes.
 */
const SHORT_STRING_BYTES = 64

/**
 * Members of the object that is the whole text. About 1 ns a byte, strings less.
 * Null when the text is not one object; inside values only the nesting is followed, so a non-null answer proves
 * neither that values are well-formed nor that keys are unique.
 */
export function scanObject(text: Buffer): ObjectScan | null {
  const open = skipSpace(text, 0)
  if (text[open] !== OPEN_BRACE) return null
  const members: Member[] = []
  let at = skipSpace(text, open + 1)
  if (text[at] === CLOSE_BRACE) return ended(text, open, at, members)
  for (;;) {
    if (text[at] !== QUOTE) return null
    const keyStart = at
    const keyEnd = endOfString(text, at)
    if (keyEnd < 0) return null
    at = skipSpace(text, keyEnd)
    if (text[at] !== COLON) return null
    const valueStart = skipSpace(text, at + 1)
    const valueEnd = endOfValue(text, valueStart)
    if (valueEnd <= valueStart) return null
    const key = keyAt(text, keyStart + 1, keyEnd - 1) ?? decodeString(text, keyStart, keyEnd)
    if (key === null) return null
    members.push({ key, keyStart, valueStart, valueEnd })
    at = skipSpace(text, valueEnd)
    if (text[at] === CLOSE_BRACE) return ended(text, open, at, members)
    if (text[at] !== COMMA) return null
    at = skipSpace(text, at + 1)
  }
}

function ended(text: Buffer, open: number, close: number, members: Member[]): ObjectScan | null {
  return skipSpace(text, close + 1) === text.length ? { open, close, members } : null
}

/** First offset at or after `at` that is not JSON white space. */
export function skipSpace(text: Buffer, at: number): number {
  const { length } = text
  while (at < length) {
    const byte = text[at]!
    // one comparison for the usual case: nothing but white space is below `!`
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at
    at++
  }
  return at
}

/** `at` is an opening quote; answers the offset after the closing one, or -1. */
export function endOfString(text: Buffer, at: number): number {
  let i = at + 1
  for (;;) {
    // reading past the end of a buffer is slow, hence the bounds instead of a look at `undefined`
    const patience = Math.min(i + SHORT_STRING_BYTES, text.length)
    while (i < patience) {
      const byte = text[i]
      if (byte === QUOTE) return i + 1
      i += byte === BACKSLASH ? 2 : 1
    }
    if (i >= text.length) return -1
    const quote = text.indexOf(QUOTE, i)
    if (quote < 0) return -1
    let slashes = 0
    while (quote - slashes > i && text[quote - slashes - 1] === BACKSLASH) slashes++
    i = quote + 1
    if (slashes % 2 === 0) return i
    // an escaped one seldom comes alone: step by step again, or text full of them would cost a native call each
  }
}

/** The offset after the value that begins at `at`, or -1. */
export function endOfValue(text: Buffer, at: number): number {
  const first = text[at]
  if (first === QUOTE) return endOfString(text, at)
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfNest(text, at)
  for (let i = at; i < text.length; i++) {
    const byte = text[i]!
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 0x20) return i
  }
  return -1
}

/**
 * Whether a text has more objects, lists and members than so many. About 1 ns a byte, strings less: parsing a nest or a member takes
 * hundreds of times that, so this comes first.
 */
export function hasMoreParts(text: Buffer, most: number): boolean {
  let parts = 0
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!
    if (byte === QUOTE) {
      const end = endOfString(text, i)
      // Not JSON: parsing ends here as well.
      if (end < 0) return false
      i = end - 1
    } else if (byte === COLON || byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      parts++
      if (parts > most) return true
    }
  }
  return false
}

function endOfNest(text: Buffer, at: number): number {
  let depth = 0
  let i = at
  while (i < text.length) {
    const byte = text[i]
    if (byte === QUOTE) {
      i = endOfString(text, i)
      if (i < 0) return -1
      continue
    }
    i++
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return i
  }
  return -1
}

const LONGEST_KEPT_KEY = 32
/** Keys met last, by a hash of their bytes: bodies have the same few, and each native call for one costs as much as comparing twenty. */
const keptKeys = new Array<string>(1024).fill('')

/** A short key of plain characters, from `start` to `end` (exclusive); null for others. */
function keyAt(text: Buffer, start: number, end: number): string | null {
  if (end - start > LONGEST_KEPT_KEY) return null
  let hash = 0
  for (let i = start; i < end; i++) {
    const byte = text[i]!
    if (byte === BACKSLASH || byte >= 0x80) return null
    hash = (hash * 31 + byte) & 1023
  }
  const kept = keptKeys[hash]!
  if (kept.length === end - start) {
    let i = 0
    while (i < kept.length && kept.charCodeAt(i) === text[start + i]) i++
    if (i === kept.length) return kept
  }
  const key = text.toString('latin1', start, end)
  keptKeys[hash] = key
  return key
}

/** The string between the quotes at `start` and `end - 1`, escapes resolved; null when it is not JSON. */
function decodeString(text: Buffer, start: number, end: number): string | null {
  const raw = text.toString('utf8', start + 1, end - 1)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return null
  }
}

/** One replacement of the bytes from `start` to `end` (exclusive); `start === end` inserts. */
export type Edit = { start: number; end: number; text: string }

/** The text with the edits made, in one copy; the very same buffer when there are none. Edits must not overlap. */
export function applyEdits(text: Buffer, edits: Edit[]): Buffer {
  if (edits.length === 0) return text
  // an insertion goes before what begins at the same place
  edits.sort((a, b) => a.start - b.start || a.end - b.end)
  const parts: Buffer[] = []
  let from = 0
  for (const edit of edits) {
    parts.push(text.subarray(from, edit.start))
    if (edit.text !== '') parts.push(Buffer.from(edit.text))
    from = edit.end
  }
  parts.push(text.subarray(from))
  return Buffer.concat(parts)
}

/** JSON escapes → text; text that is not proper JSON (a lying upstream) stays as it is. */
export function unescapeJson(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}
