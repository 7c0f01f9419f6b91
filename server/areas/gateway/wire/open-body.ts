/** A body that can be read in one way only: valid, UTF-8, one object, no field of ours in two versions. */
import { isUtf8 } from 'node:buffer'
import { isFields } from './content.ts'
import { type GatewayError, invalidRequest } from './errors.ts'
import { hasMoreParts, type ObjectScan, scanObject } from './json.ts'

type Fields = Record<string, unknown>

/**
 * Fields that Portico relies upon. An upstream must read the same value as we do, so a second spelling of one is
 * refused: some servers (Go's encoding/json) match keys without regard to case and take the last.
 */
const RELIED_UPON = new Set([
  'model',
  'messages',
  'input',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'n',
  'tools',
  'web_search_options',
  'plugins',
  'models',
  'fallbacks',
  'service_tier',
])
const LONGEST_RELIED_UPON = 'max_completion_tokens'.length

/**
 * Objects, lists and members that a body may have. A body of 32 MB could have ten million, whose parsing would stop everybody's calls for
 * seconds; a conversation of 50,000 messages has 150,000.
 */
const MOST_PARTS = 200_000

/** The only parse of a body; an upstream that reads it by other rules still finds the same. */
export function openBody(raw: Buffer): { scan: ObjectScan; body: Fields } | { error: GatewayError } {
  // Each part has a byte at least, so that what is shorter needs no counting.
  if (raw.length > MOST_PARTS && hasMoreParts(raw, MOST_PARTS)) {
    return {
      error: invalidRequest(
        'body_too_complex',
        null,
        `The body has more than ${MOST_PARTS} objects, lists and fields. Send fewer, or split the call.`,
      ),
    }
  }
  let body: unknown
  try {
    body = isUtf8(raw) ? JSON.parse(raw.toString('utf8')) : undefined
  } catch {
    body = undefined
  }
  if (body === undefined) {
    return {
      error: invalidRequest(
        'invalid_json',
        null,
        'The body is not valid JSON in UTF-8. Send one JSON object.',
      ),
    }
  }
  const scan = isFields(body) ? scanObject(raw) : null
  if (!isFields(body) || scan === null) {
    return {
      error: invalidRequest(
        'invalid_json',
        null,
        'The body must be one JSON object, not a list or a bare value.',
      ),
    }
  }
  const error = checkKeys(scan, body)
  return error === null ? { scan, body } : { error }
}

/** One meaning only: no field twice (however escaped), no other spelling of ours, nothing that sets a prototype. */
function checkKeys(scan: ObjectScan, body: Fields): GatewayError | null {
  // JSON.parse keeps the last of equal keys, so fewer keys than members means that one was repeated
  if (Object.keys(body).length !== scan.members.length) {
    const seen = new Set<string>()
    for (const { key } of scan.members) {
      if (seen.has(key)) return repeated(key)
      seen.add(key)
    }
  }
  for (const { key } of scan.members) {
    if (RELIED_UPON.has(key)) continue
    if (key === '__proto__') return invalidRequest('unknown_parameter', null, 'Remove the field "__proto__".')
    if (key.length > LONGEST_RELIED_UPON) continue
    // upper case first: it also folds U+017F (long s) and, on the way back, U+212A (Kelvin sign)
    const folded = key.toUpperCase().toLowerCase()
    if (RELIED_UPON.has(folded)) {
      return invalidRequest(
        'unknown_parameter',
        folded,
        `Spell the field "${folded}" exactly so, in lower case.`,
      )
    }
  }
  return null
}

function repeated(key: string): GatewayError {
  const shown = key.slice(0, 64)
  return invalidRequest(
    'duplicate_parameter',
    shown,
    `The field ${JSON.stringify(shown)} appears more than once. Send it once.`,
  )
}
