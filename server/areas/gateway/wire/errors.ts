/** The gateway's error table (design.md 4.2) in OpenAI's shape, and what SDKs are told to do next (wire.md). */

/**
 * One refusal or failure of a gateway call. `message` is public and says what to do next; what only the
 * operator may know goes to the log, never in here. `headers` are added to the reply as they are.
 */
export type GatewayError = {
  status: number
  code: string
  type: string
  param: string | null
  message: string
  headers: Record<string, string>
}

/** openai-node ignores a longer pause and the Anthropic SDK sleeps whatever it is told (wire.md). */
const LONGEST_RETRY_AFTER_SECONDS = 60

const NO_HEADERS: Record<string, string> = Object.freeze({})
const DO_NOT_RETRY: Record<string, string> = Object.freeze({ 'x-should-retry': 'false' })

function make(
  status: number,
  type: string,
  code: string,
  message: string,
  headers: Record<string, string> = NO_HEADERS,
  param: string | null = null,
): GatewayError {
  return { status, code, type, param, message, headers }
}

/** `retry-after` in whole seconds, at least 1; a pause that no SDK should sleep through is marked "do not retry". */
function retryHeaders(seconds: number): Record<string, string> {
  const whole = Math.max(1, Math.ceil(Number.isFinite(seconds) ? seconds : LONGEST_RETRY_AFTER_SECONDS))
  if (whole <= LONGEST_RETRY_AFTER_SECONDS) return { 'retry-after': String(whole) }
  return { 'retry-after': String(LONGEST_RETRY_AFTER_SECONDS), 'x-should-retry': 'false' }
}

// — the body —

/** 400: a field that is missing, of the wrong type or out of bounds. `code` is OpenAI's word for the kind. */
export function invalidRequest(code: string, param: string | null, message: string): GatewayError {
  return make(400, 'invalid_request_error', code, message, NO_HEADERS, param)
}

export function requestTooLarge(limitBytes: number): GatewayError {
  return make(
    413,
    'invalid_request_error',
    'request_too_large',
    `The request body is larger than ${limitBytes} bytes. Send less text or smaller pictures, or pass pictures by URL.`,
  )
}

export function unsupportedMediaType(): GatewayError {
  return make(
    415,
    'invalid_request_error',
    'unsupported_media_type',
    'Send the request as JSON with the header "content-type: application/json".',
  )
}

export function compressedBody(): GatewayError {
  return make(
    415,
    'invalid_request_error',
    'unsupported_media_type',
    'Send the body as it is: remove the header "content-encoding" and the compression.',
  )
}

export function routeNotFound(): GatewayError {
  return make(
    404,
    'invalid_request_error',
    'not_found',
    'There is no such route here. Check the base URL (it ends in /v1) and the method; /docs lists what exists.',
  )
}

// — the key —

function keyError(code: string, message: string): GatewayError {
  return make(401, 'authentication_error', code, message)
}

export function missingApiKey(): GatewayError {
  return keyError('invalid_api_key', 'No API key was sent. Send it as "Authorization: Bearer pk_…".')
}

export function invalidApiKey(): GatewayError {
  return keyError(
    'invalid_api_key',
    'This API key is not known here. Check that it was copied whole, or create one under API Keys in the console.',
  )
}

export function expiredApiKey(): GatewayError {
  return keyError(
    'expired_api_key',
    'This API key has expired. Create a new one, or extend this one under API Keys in the console.',
  )
}

export function disabledApiKey(): GatewayError {
  return keyError(
    'disabled_api_key',
    'This API key is disabled. Enable it under API Keys in the console, or ask an admin of its organization.',
  )
}

export function revokedApiKey(): GatewayError {
  return keyError(
    'revoked_api_key',
    'This API key was revoked and will not work again. Create a new one under API Keys in the console.',
  )
}

export function pendingApiKey(): GatewayError {
  return keyError(
    'pending_api_key',
    'This API key is waiting for approval. Ask an admin of its organization to approve it under Requests.',
  )
}

// — what the key may do —

export function insufficientScope(scope: string): GatewayError {
  return make(
    403,
    'permission_error',
    'insufficient_scope',
    `This API key lacks the scope ${scope}. Add it to the key in the console, or use another key.`,
  )
}

export function modelNotAllowed(model: string): GatewayError {
  return make(
    403,
    'permission_error',
    'model_not_allowed',
    `This API key may not call the model ${quote(model)}. Choose a model of its list (GET /v1/models), or extend the list in the console.`,
    NO_HEADERS,
    'model',
  )
}

/** The address is left out on purpose: it is the caller's own and may not be stored (promise 10). */
export function ipNotAllowed(): GatewayError {
  return make(
    403,
    'permission_error',
    'ip_not_allowed',
    'This API key may not be used from this address. Add the address to its allowlist in the console, or call from a listed one.',
  )
}

/** `by`: whose choice it is, since only they can choose otherwise. */
export function modelNotPriced(model: string, by: 'operator' | 'organization'): GatewayError {
  return make(
    403,
    'permission_error',
    'model_not_priced',
    by === 'operator'
      ? `The model ${quote(model)} has no price, and the operator of this server refuses models without one, whatever organizations accept. Ask the operator to price it.`
      : `The model ${quote(model)} has no price, and this organization does not accept models without one. Ask the operator to price it, or have such models accepted under Policy in the console.`,
    NO_HEADERS,
    'model',
  )
}

export function modelNotFound(model: string): GatewayError {
  return make(
    404,
    'invalid_request_error',
    'model_not_found',
    `The model ${quote(model)} does not exist or this key cannot see it. GET /v1/models lists what it may call.`,
    NO_HEADERS,
    'model',
  )
}

// — money —

/**
 * 402: what is left does not cover the call.
 * @param about.scope   what ran out, in words a person knows: "wallet of acme", "daily budget of this key"
 * @param about.limitUsd,about.spentUsd,about.neededUsd decimal strings
 * @param about.resetsAt RFC 3339 time of the next period; null for a wallet or a total budget
 */
export function insufficientQuota(about: {
  scope: string
  limitUsd: string
  spentUsd: string
  neededUsd: string
  resetsAt: string | null
}): GatewayError {
  const next =
    about.resetsAt === null
      ? 'Add credit or raise the limit, then call again.'
      : `It resets at ${about.resetsAt}; wait until then or have the limit raised.`
  return make(
    402,
    'insufficient_quota',
    'insufficient_quota',
    `The ${about.scope} is used up: limit ${about.limitUsd} USD, spent ${about.spentUsd} USD, and this call may cost up to ${about.neededUsd} USD. ${next}`,
    DO_NOT_RETRY,
  )
}

/** 429: enough money, but calls in flight hold it. */
export function quotaOnHold(scope: string, retryAfterSeconds = 1): GatewayError {
  return make(
    429,
    'insufficient_quota',
    'quota_on_hold',
    `What is left in the ${scope} is held by calls in flight. Retry in a moment, send fewer calls at once, or add credit.`,
    retryHeaders(retryAfterSeconds),
  )
}

// — rates —

/**
 * 429 of our own limits.
 * @param about.kind  what is counted; `concurrent` has no window
 * @param about.scope whose limit it is: "this key", "this organization"
 */
export function rateLimited(about: {
  kind: 'requests' | 'tokens' | 'concurrent'
  scope: string
  limit: number
  remaining: number
  resetSeconds: number
}): GatewayError {
  const unit = about.kind === 'concurrent' ? 'calls at once' : `${about.kind} per minute`
  const seconds = Math.max(1, Math.ceil(about.resetSeconds))
  const headers = retryHeaders(seconds)
  headers[`x-ratelimit-limit-${about.kind}`] = String(about.limit)
  headers[`x-ratelimit-remaining-${about.kind}`] = String(Math.max(0, about.remaining))
  headers[`x-ratelimit-reset-${about.kind}`] = `${seconds}s`
  return make(
    429,
    'rate_limit_error',
    'rate_limit_exceeded',
    `The limit of ${about.limit} ${unit} for ${about.scope} is reached. Retry in ${seconds} s, send fewer calls, or have the limit raised.`,
    headers,
  )
}

// — upstream —

/** What our own retries already did: an SDK's retries would multiply them (wire.md). */
export type Tried = { retried: boolean }

function afterTrying(tried: Tried, headers: Record<string, string> = NO_HEADERS): Record<string, string> {
  return tried.retried ? { ...headers, 'x-should-retry': 'false' } : headers
}

export function upstreamError(tried: Tried): GatewayError {
  return make(
    502,
    'server_error',
    'upstream_error',
    'The model provider failed to answer this call. It was not charged. Try again, or use another model.',
    afterTrying(tried),
  )
}

/** Every upstream of the model said "too many": passed on as such, so that SDKs slow down. */
export function upstreamRateLimited(retryAfterSeconds: number | null, tried: Tried): GatewayError {
  return make(
    429,
    'rate_limit_error',
    'rate_limit_exceeded',
    'The model provider is limiting calls to this model at the moment. Wait a little and retry, or use another model.',
    afterTrying(tried, retryHeaders(retryAfterSeconds ?? 1)),
  )
}

/**
 * The provider's own refusal of this request (400, 404, 413, 422 …): the caller can do something about it, so
 * its sentence is passed on. Only `error.message|code|param|type` of the provider are taken, as bounded text.
 */
export function upstreamRefused(status: number, error: unknown): GatewayError {
  const given = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
  return make(
    status,
    text(given.type, 64) ?? 'invalid_request_error',
    text(given.code, 64) ?? 'upstream_refused',
    text(given.message, 2000) ??
      'The model provider refused this request. Check its parameters against what the model supports.',
    NO_HEADERS,
    text(given.param, 256),
  )
}

export function upstreamTimeout(tried: Tried): GatewayError {
  return make(
    504,
    'server_error',
    'upstream_timeout',
    'The model provider did not answer in time. Try again, ask for less output, or stream the answer.',
    afterTrying(tried),
  )
}

export function noUpstream(model: string): GatewayError {
  return make(
    503,
    'server_error',
    'no_upstream',
    `No provider of the model ${quote(model)} is healthy at the moment. Retry shortly, or use another model.`,
    { 'retry-after': '5' },
    'model',
  )
}

/** After the first byte: the stream ended before the provider was done. What was delivered is charged. */
export function streamBroken(): GatewayError {
  return make(
    502,
    'server_error',
    'upstream_error',
    'The model provider broke off in the middle of the answer. What was delivered is charged; send the call again for a whole one.',
    DO_NOT_RETRY,
  )
}

export function streamStalled(): GatewayError {
  return make(
    504,
    'server_error',
    'upstream_timeout',
    'The model provider stopped sending in the middle of the answer. What was delivered is charged; send the call again for a whole one.',
    DO_NOT_RETRY,
  )
}

// — ourselves —

/** After the first byte: the answer grew beyond what was held, and there is no more money for it. */
export function streamUnpaid(): GatewayError {
  return make(
    402,
    'insufficient_quota',
    'insufficient_quota',
    'The answer was ended: nothing is left to pay for more of it. What was delivered is charged. Add credit, or set a smaller max_tokens.',
    DO_NOT_RETRY,
  )
}

/** Recorded only: nobody is there to read it. */
export function clientClosed(): GatewayError {
  return make(
    499,
    'client_closed',
    'client_closed_request',
    'The caller went away before the answer was complete.',
  )
}

/** Something that a call needs (the database) is away: nobody gets in (promise 13). */
export function serviceUnavailable(): GatewayError {
  return make(
    503,
    'server_error',
    'service_unavailable',
    'The gateway cannot take calls at the moment. Nothing was charged; retry shortly.',
    { 'retry-after': '2' },
  )
}

export function internalError(): GatewayError {
  return make(
    500,
    'server_error',
    'internal_error',
    'Something went wrong in the gateway. Retry, and give the operator the request id if it happens again.',
  )
}

// — bytes —

/** The JSON body in OpenAI's shape. */
export function errorBody(error: GatewayError): string {
  const { message, type, param, code } = error
  return JSON.stringify({ error: { message, type, param, code } })
}

/** The event that ends a broken stream: openai-node throws on a chunk with `error`; no `[DONE]` follows. */
export function errorEvent(error: GatewayError): Buffer {
  return Buffer.from(`data: ${errorBody(error)}\n\n`)
}

/** A caller's own word inside a sentence: quoted and bounded. */
function quote(word: string): string {
  return JSON.stringify(word.length > 100 ? `${word.slice(0, 100)}…` : word)
}

function text(value: unknown, longest: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : null
}
