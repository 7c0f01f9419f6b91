/** The body that goes upstream: the caller's own bytes, with as little changed as possible. */
import { applyEdits, type Edit, type Member } from './json.ts'
import type { GatewayRequest } from './request.ts'

/**
 * What an upstream must read differently from what the caller wrote.
 * - `model`: the upstream's own name of the model
 * - `outputLimit`: a limit that we set because the caller set none (money.md, the hold); `key` is the field that
 *   this upstream understands
 * - `usageChunk`: `ask` for the closing usage chunk (streams only), `remove` `stream_options` for upstreams that
 *   refuse it, `leave` it as it is
 */
export type BodyChanges = {
  model?: string
  outputLimit?: { key: 'max_tokens' | 'max_completion_tokens'; value: number } | null
  usageChunk?: 'ask' | 'remove' | 'leave'
}

const ASKED = '{"include_usage":true}'
const ASKED_WITH_SPACE = '{"include_usage": true}'

/**
 * The request's bytes with the changes made. Nothing to change: the very same buffer. Absent fields are spliced in
 * after the first `{`, present ones are replaced in place; the rest is never re-serialised, so numbers beyond 2^53,
 * key order and white space reach the upstream as sent.
 */
export function bodyForUpstream(request: GatewayRequest, changes: BodyChanges = {}): Buffer {
  const edits: Edit[] = []
  let added = ''
  const set = (key: string, json: string): void => {
    const member = find(request, key)
    if (member === undefined) added += `${JSON.stringify(key)}:${json},`
    else edits.push({ start: member.valueStart, end: member.valueEnd, text: json })
  }

  if (changes.model !== undefined && changes.model !== request.model)
    set('model', JSON.stringify(changes.model))
  if (request.endpoint === 'chat.completions') {
    const { body } = request
    if (request.maxOutputTokens === null) {
      if (changes.outputLimit) set(changes.outputLimit.key, String(changes.outputLimit.value))
    } else if (
      typeof body.max_tokens === 'number' &&
      typeof body.max_completion_tokens === 'number' &&
      body.max_tokens !== body.max_completion_tokens
    ) {
      // money is held for max_completion_tokens; an upstream that reads the other one must find the same
      set('max_tokens', String(request.maxOutputTokens))
    }
    if (changes.usageChunk === 'remove') {
      const cut = removal(request, 'stream_options')
      if (cut !== null) edits.push(cut)
    } else if (changes.usageChunk === 'ask' && request.stream && !alreadyAsked(request)) {
      const options = (body.stream_options ?? {}) as Record<string, unknown>
      set('stream_options', JSON.stringify({ ...options, include_usage: true }))
    }
  }
  if (added !== '') edits.push({ start: request.scan.open + 1, end: request.scan.open + 1, text: added })
  return applyEdits(request.raw, edits)
}

/** By bytes, not by meaning: `{"include_usage":true,"include_usage":false}` may be read either way upstream. */
function alreadyAsked(request: GatewayRequest): boolean {
  const member = find(request, 'stream_options')
  if (member === undefined || member.valueEnd - member.valueStart > ASKED_WITH_SPACE.length) return false
  const text = request.raw.toString('latin1', member.valueStart, member.valueEnd)
  return text === ASKED || text === ASKED_WITH_SPACE
}

function find(request: GatewayRequest, key: string): Member | undefined {
  for (const member of request.scan.members) if (member.key === key) return member
  return undefined
}

/** Cuts a member with one of its commas. It is never the only one, for `model` is always there. */
function removal(request: GatewayRequest, key: string): Edit | null {
  const { members } = request.scan
  const index = members.findIndex((member) => member.key === key)
  const member = members[index]
  if (member === undefined) return null
  const next = members[index + 1]
  if (next !== undefined) return { start: member.keyStart, end: next.keyStart, text: '' }
  return { start: members[index - 1]?.valueEnd ?? member.keyStart, end: member.valueEnd, text: '' }
}
