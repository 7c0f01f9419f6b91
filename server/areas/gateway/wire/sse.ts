/** Cutting a server-sent event stream into events, whatever the chunks are, without copying or decoding text. */

/**
 * One event. `raw` is every byte of it, its closing blank line included, so that raws joined are the stream.
 * `data` is the content of its `data:` line (several are joined by a line feed, HTML standard 9.2.6), null for
 * comments and the like; `name` is the `event:` field. Both buffers may share memory with the chunk.
 */
export type SseEvent = { raw: Buffer; data: Buffer | null; name: string | null }

export type SseSplitter = {
  /** The events that this chunk completes. Throws `SseTooLarge` when one grows beyond the bound. */
  push(chunk: Uint8Array): SseEvent[]
  /** What came after the last complete event, as an event; null when nothing did. The stream is over. */
  end(): SseEvent | null
}

/** An upstream that sends an endless event is broken, or means harm. */
export type SseTooLarge = Error & { code: 'sse_event_too_large' }

export function isSseTooLarge(error: unknown): error is SseTooLarge {
  return error instanceof Error && (error as { code?: unknown }).code === 'sse_event_too_large'
}

export const MAX_EVENT_BYTES = 1_048_576

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a
const SPACE = 0x20

/**
 * Lines end in LF or CRLF; a lone CR, which the standard also allows, is sent by no model server and not taken as an
 * end of line.
 */
export function createSseSplitter(maxEventBytes = MAX_EVENT_BYTES): SseSplitter {
  // bytes of an event whose end has not come: parts[0..length), with what the scan needs to go on where it stopped
  let pending: Buffer = Buffer.alloc(0)
  let length = 0

  function keep(tail: Buffer): void {
    const needed = length + tail.length
    if (needed > maxEventBytes) throw tooLarge(maxEventBytes)
    if (needed > pending.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, Math.min(pending.length * 2, maxEventBytes), 512))
      pending.copy(grown, 0, 0, length)
      pending = grown
    }
    tail.copy(pending, length)
    length = needed
  }

  return {
    push(chunk) {
      const events: SseEvent[] = []
      const bytes = Buffer.isBuffer(chunk)
        ? chunk
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      let from = 0
      if (length > 0) {
        // the end may lie astride: its last line feed is in this chunk, what is before it may be in the last one
        const end = endAfterPending(pending, length, bytes)
        if (end < 0) {
          keep(bytes)
          return events
        }
        keep(bytes.subarray(0, end))
        events.push(readEvent(pending.subarray(0, length)))
        pending = Buffer.alloc(0)
        length = 0
        from = end
      }
      for (;;) {
        const end = endOfEvent(bytes, from)
        if (end < 0) break
        if (end - from > maxEventBytes) throw tooLarge(maxEventBytes)
        events.push(readEvent(bytes.subarray(from, end)))
        from = end
      }
      if (from < bytes.length) keep(bytes.subarray(from))
      return events
    },
    end() {
      if (length === 0) return null
      const rest = readEvent(pending.subarray(0, length))
      length = 0
      return rest
    },
  }
}

/** Offset after the blank line that ends the event beginning at `from`, or -1. */
function endOfEvent(bytes: Buffer, from: number): number {
  let lineStart = from
  for (;;) {
    const lf = bytes.indexOf(LF, lineStart)
    if (lf < 0) return -1
    if (lf === lineStart || (lf === lineStart + 1 && bytes[lineStart] === CR)) return lf + 1
    lineStart = lf + 1
  }
}

/** The same for an event whose first `length` bytes are in `head`: the offset in `bytes`, or -1. */
function endAfterPending(head: Buffer, length: number, bytes: Buffer): number {
  // `open` = what the unfinished last line of head holds: nothing, a lone CR, or text
  const last = head[length - 1]
  const beforeLast = length > 1 ? head[length - 2] : LF
  const blankSoFar = last === LF || (last === CR && beforeLast === LF)
  const lf = bytes.indexOf(LF)
  if (lf < 0) return -1
  if (blankSoFar && (lf === 0 || (last === LF && lf === 1 && bytes[0] === CR))) return lf + 1
  return endOfEvent(bytes, lf + 1)
}

function readEvent(raw: Buffer): SseEvent {
  let data: Buffer | null = null
  let name: string | null = null
  let at = 0
  while (at < raw.length) {
    const lf = raw.indexOf(LF, at)
    const lineEnd = lf < 0 ? raw.length : lf
    const contentEnd = lineEnd > at && raw[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd
    if (isField(raw, at, contentEnd, DATA)) {
      const value = raw.subarray(afterColon(raw, at + 4, contentEnd), contentEnd)
      data = data === null ? value : Buffer.concat([data, NEW_LINE, value])
    } else if (isField(raw, at, contentEnd, EVENT)) {
      name = raw.toString('utf8', afterColon(raw, at + 5, contentEnd), contentEnd)
    }
    at = lineEnd + 1
  }
  return { raw, data, name }
}

const DATA = Buffer.from('data')
const EVENT = Buffer.from('event')
const NEW_LINE = Buffer.from('\n')

/** Whether the line is `field`, alone or followed by a colon. */
function isField(raw: Buffer, at: number, end: number, field: Buffer): boolean {
  if (end - at < field.length) return false
  for (let i = 0; i < field.length; i++) if (raw[at + i] !== field[i]) return false
  return end - at === field.length || raw[at + field.length] === COLON
}

function afterColon(raw: Buffer, at: number, end: number): number {
  if (at >= end) return end
  return raw[at + 1] === SPACE && at + 1 < end ? at + 2 : at + 1
}

function tooLarge(maxEventBytes: number): SseTooLarge {
  return Object.assign(new Error(`an event of the stream is larger than ${maxEventBytes} bytes`), {
    code: 'sse_event_too_large' as const,
  })
}
