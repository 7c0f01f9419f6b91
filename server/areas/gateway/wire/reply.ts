/** A reply that is not streamed: its usage found without parsing the rest. */
import type { Buckets } from '../../money/index.ts'
import { scanObject, unescapeJson } from './json.ts'
import { scanEvent } from './scan-event.ts'
import { readUsage, type UsageBounds } from './usage.ts'

/**
 * - `garbage`: not a JSON object; the upstream failed, whatever its status said
 * - `error`: a 200 whose body is `{"error": …}`, as some servers do
 * - `answer`: pass the bytes on. `buckets` null: no figures, or none to be believed (`usageRejected` says why)
 */
export type Reply =
  | { kind: 'garbage' }
  | { kind: 'error'; error: unknown }
  | { kind: 'answer'; buckets: Buckets | null; usageRejected: string | null }

/** Reads a whole 200 reply of chat or embeddings; about 1 ns a byte. */
export function readReply(bytes: Buffer, bounds: UsageBounds): Reply {
  const scan = scanObject(bytes)
  if (scan === null) return { kind: 'garbage' }
  let usage: unknown = null
  let answered = false
  try {
    for (const { key, valueStart, valueEnd } of scan.members) {
      if (key === 'usage') usage = JSON.parse(bytes.toString('utf8', valueStart, valueEnd))
      else if (key === 'choices' || key === 'data') answered = true
      else if (key === 'error') {
        const error: unknown = JSON.parse(bytes.toString('utf8', valueStart, valueEnd))
        if (error !== null) return { kind: 'error', error }
      }
    }
  } catch {
    return { kind: 'garbage' }
  }
  if (!answered) return { kind: 'garbage' }
  if (usage === null) return { kind: 'answer', buckets: null, usageRejected: null }
  const reading = readUsage(usage, bounds)
  return reading.ok
    ? { kind: 'answer', buckets: reading.buckets, usageRejected: null }
    : { kind: 'answer', buckets: null, usageRejected: reading.reason }
}

/** The text of a chat reply (answer, thinking, tool arguments of every choice) for an estimate. */
export function replyText(bytes: Buffer): string {
  const { texts } = scanEvent(bytes)
  const parts: string[] = []
  for (let i = 0; i < texts.length; i += 2)
    parts.push(unescapeJson(bytes.toString('utf8', texts[i], texts[i + 1])))
  return parts.join('\n')
}

/** The provider's `error` object of a failed reply, or null when the body is something else. For `upstreamRefused`. */
export function readErrorReply(bytes: Buffer): unknown {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    const error = typeof body === 'object' && body !== null ? (body as { error?: unknown }).error : null
    return typeof error === 'string' ? { message: error } : (error ?? null)
  } catch {
    return null
  }
}
