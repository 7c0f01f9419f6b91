/** The fields of a body that Portico needs: their types and bounds, each refusal with what to do. */
import { isFields } from './content.ts'
import { type GatewayError, invalidRequest } from './errors.ts'

/** Bounds that keep quantities far from overflow (promise 1). No provider goes near them. */
export const LIMITS = {
  modelLength: 256,
  outputTokens: 10_000_000,
  choices: 128,
  inputs: 10_000,
} as const

type Fields = Record<string, unknown>

export function checkModel(model: unknown): GatewayError | null {
  if (model === undefined || model === null || model === '') {
    return invalidRequest(
      'missing_required_parameter',
      'model',
      'Name a model in "model"; GET /v1/models lists them.',
    )
  }
  if (typeof model !== 'string') {
    return invalidRequest(
      'invalid_type',
      'model',
      '"model" must be a string; GET /v1/models lists the names.',
    )
  }
  if (model.length > LIMITS.modelLength || /\p{Cc}/u.test(model) || !model.isWellFormed()) {
    return invalidRequest(
      'invalid_value',
      'model',
      `"model" must be 1 to ${LIMITS.modelLength} characters without control characters; GET /v1/models lists the names.`,
    )
  }
  return null
}

export function checkMessages(messages: unknown): GatewayError | null {
  if (messages === undefined || messages === null) {
    return invalidRequest('missing_required_parameter', 'messages', 'Send the conversation in "messages".')
  }
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isFields)) {
    return invalidRequest(
      'invalid_type',
      'messages',
      '"messages" must be a list of at least one message object.',
    )
  }
  return null
}

export function checkChatFields(body: Fields): GatewayError | null {
  const { stream, stream_options: options } = body
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalidRequest('invalid_type', 'stream', '"stream" must be true or false.')
  }
  if (options !== undefined && options !== null) {
    if (!isFields(options)) {
      return invalidRequest('invalid_type', 'stream_options', '"stream_options" must be an object.')
    }
    const wish = options.include_usage
    if (wish !== undefined && wish !== null && typeof wish !== 'boolean') {
      return invalidRequest(
        'invalid_type',
        'stream_options.include_usage',
        '"include_usage" must be true or false.',
      )
    }
  }
  return (
    checkWhatIsBought(body) ??
    checkCount(body, 'max_completion_tokens', LIMITS.outputTokens) ??
    checkCount(body, 'max_tokens', LIMITS.outputTokens) ??
    checkCount(body, 'n', LIMITS.choices)
  )
}

/** Service tiers that cost no more than the price of the model. */
const TIERS: ReadonlySet<unknown> = new Set(['auto', 'default', 'standard', 'on_demand', 'flex'])

/**
 * A call is allowed, priced and paid for as the one model in `model`, at its usual price: what would make an upstream (OpenRouter, a
 * LiteLLM proxy, OpenAI's priority tier) run another model or charge more is refused.
 */
function checkWhatIsBought(body: Fields): GatewayError | null {
  for (const param of ['models', 'fallbacks']) {
    if (body[param] === undefined || body[param] === null) continue
    return invalidRequest(
      'unsupported_parameter',
      param,
      `Remove "${param}": a call is for the one model that "model" names.`,
    )
  }
  const tier = body.service_tier
  if (tier === undefined || tier === null || TIERS.has(tier)) return null
  return invalidRequest(
    'unsupported_parameter',
    'service_tier',
    `This "service_tier" has no price here. Leave it out, or send one of: ${[...TIERS].join(', ')}.`,
  )
}

function checkCount(body: Fields, param: string, most: number): GatewayError | null {
  const value = body[param]
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return null
  const code = typeof value === 'number' ? 'invalid_value' : 'invalid_type'
  return invalidRequest(code, param, `"${param}" must be a whole number from 1 to ${most}, or left out.`)
}

export function measureInput(
  input: unknown,
): { inputs: number; tokens: number | null } | { error: GatewayError } {
  if (input === undefined || input === null || input === '' || (Array.isArray(input) && input.length === 0)) {
    return {
      error: invalidRequest(
        'missing_required_parameter',
        'input',
        'Send the text to embed in "input"; it must not be empty.',
      ),
    }
  }
  if (typeof input === 'string') return { inputs: 1, tokens: null }
  if (Array.isArray(input)) {
    if (input.every(isTokenId)) return { inputs: 1, tokens: input.length }
    if (input.length > LIMITS.inputs) {
      return {
        error: invalidRequest('invalid_value', 'input', `Send at most ${LIMITS.inputs} inputs in one call.`),
      }
    }
    if (input.every((one) => typeof one === 'string')) return { inputs: input.length, tokens: null }
    if (input.every((one) => Array.isArray(one) && one.every(isTokenId))) {
      return {
        inputs: input.length,
        tokens: (input as unknown[][]).reduce((sum, one) => sum + one.length, 0),
      }
    }
  }
  return {
    error: invalidRequest(
      'invalid_type',
      'input',
      '"input" must be a string, a list of strings, or lists of token ids.',
    ),
  }
}

function isTokenId(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
