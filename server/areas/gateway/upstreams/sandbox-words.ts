/** What the sandbox says and how it counts: plain rules, documented, the same today and in a year. */

export const SANDBOX_MODELS = ['sandbox-chat', 'sandbox-embed', 'sandbox-unpriced'] as const

export type SandboxModel = (typeof SANDBOX_MODELS)[number]

/** The most that one answer has, and what `sandbox:long` runs to when the caller sets no limit. */
export const SANDBOX_MAX_OUTPUT_TOKENS = 4096

/** What the caller asked the sandbox to do to it: the whole text of the last user message. */
export type Magic =
  | { act: 'none' | 'error-429' | 'error-500' | 'stall' | 'cut' | 'no-usage' | 'tool' | 'long' }
  | { act: 'slow'; seconds: number }

const WORDS = new Set(['error-429', 'error-500', 'stall', 'cut', 'no-usage', 'tool', 'long'])

/** `sandbox:slow-5` waits five seconds; any number from 1 to 120 is taken. Other words are ordinary text. */
export function magicOf(text: string): Magic {
  const word = /^\s*sandbox:([a-z0-9-]+)\s*$/.exec(text)?.[1]
  if (word === undefined) return { act: 'none' }
  const slow = /^slow-(\d{1,3})$/.exec(word)?.[1]
  if (slow !== undefined && Number(slow) >= 1 && Number(slow) <= 120)
    return { act: 'slow', seconds: Number(slow) }
  return WORDS.has(word) ? ({ act: word } as Magic) : { act: 'none' }
}

/**
 * The token rule: a run of at most six letters or digits with the space before it is one token; any other character
 * is one each.
 */
const TOKEN = / ?[\p{L}\p{N}]{1,6}|[^\p{L}\p{N}]/gu

/** Longer texts are counted as one token for four characters, so that no call holds up the others. */
const LONGEST_COUNTED = 50_000

export function sandboxTokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

export function countSandboxTokens(text: string): number {
  return text.length > LONGEST_COUNTED ? Math.ceil(text.length / 4) : sandboxTokens(text).length
}

/** The ordinary answer: it says what it is, and shows that it read the message. */
export function ordinaryAnswer(messages: number, lastText: string): string {
  const shown = lastText.length > 120 ? `${lastText.slice(0, 120)}…` : lastText
  const count = messages === 1 ? 'one message' : `${messages} messages`
  return `This is Portico's sandbox, not a model: it repeats what it is sent and knows nothing. I got ${count}; the last one reads: "${shown}"`
}

const LONG_WORDS = [
  'the',
  'sandbox',
  'goes',
  'on',
  'and',
  'on',
  'until',
  'the',
  'output',
  'limit',
  'is',
  'hit',
]

/** Exactly as many tokens as asked for. */
export function longAnswer(tokens: number): string[] {
  const pieces: string[] = []
  for (let i = 0; pieces.length < tokens; i++)
    pieces.push(...sandboxTokens(` ${LONG_WORDS[i % LONG_WORDS.length]}`))
  return pieces.slice(0, tokens)
}

/** The smallest value that fits a JSON schema of a tool, as far as `type`, `enum`, `properties` and `required` say. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > 8) return null
  const { type, enum: choices, properties, required } = schema as Record<string, unknown>
  if (Array.isArray(choices) && choices.length > 0) return choices[0]
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return 'sandbox'
    case 'number':
    case 'integer':
      return 1
    case 'boolean':
      return true
    case 'array':
      return []
    case 'null':
      return null
    default: {
      const fields =
        typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {}
      const wanted = Array.isArray(required) ? required.map(String) : Object.keys(fields)
      return Object.fromEntries(wanted.map((name) => [name, sampleOf(fields[name], depth + 1)]))
    }
  }
}
