import OpenAI from 'openai'
import { expect, test } from 'vitest'
import * as errors from './errors.ts'

const tried = { retried: true }
const fresh = { retried: false }
const quota = { scope: 'wallet of acme', limitUsd: '5', spentUsd: '5', neededUsd: '0.1', resetsAt: null }
const rate = { kind: 'requests', scope: 'this key', limit: 60, remaining: 0, resetSeconds: 12.3 } as const

/** design.md 4.2, row by row, and the class that openai-node raises. */
const TABLE: [errors.GatewayError, number, string, unknown][] = [
  [errors.missingApiKey(), 401, 'invalid_api_key', OpenAI.AuthenticationError],
  [errors.invalidApiKey(), 401, 'invalid_api_key', OpenAI.AuthenticationError],
  [errors.expiredApiKey(), 401, 'expired_api_key', OpenAI.AuthenticationError],
  [errors.disabledApiKey(), 401, 'disabled_api_key', OpenAI.AuthenticationError],
  [errors.revokedApiKey(), 401, 'revoked_api_key', OpenAI.AuthenticationError],
  [errors.pendingApiKey(), 401, 'pending_api_key', OpenAI.AuthenticationError],
  [errors.insufficientScope('models:call'), 403, 'insufficient_scope', OpenAI.PermissionDeniedError],
  [errors.modelNotAllowed('m'), 403, 'model_not_allowed', OpenAI.PermissionDeniedError],
  [errors.ipNotAllowed(), 403, 'ip_not_allowed', OpenAI.PermissionDeniedError],
  [errors.modelNotPriced('m', 'organization'), 403, 'model_not_priced', OpenAI.PermissionDeniedError],
  [errors.modelNotFound('m'), 404, 'model_not_found', OpenAI.NotFoundError],
  [errors.insufficientQuota(quota), 402, 'insufficient_quota', OpenAI.APIError],
  [errors.quotaOnHold('wallet'), 429, 'quota_on_hold', OpenAI.RateLimitError],
  [errors.rateLimited(rate), 429, 'rate_limit_exceeded', OpenAI.RateLimitError],
  [errors.upstreamRateLimited(null, fresh), 429, 'rate_limit_exceeded', OpenAI.RateLimitError],
  [errors.upstreamError(tried), 502, 'upstream_error', OpenAI.InternalServerError],
  [errors.upstreamTimeout(tried), 504, 'upstream_timeout', OpenAI.InternalServerError],
  [errors.noUpstream('m'), 503, 'no_upstream', OpenAI.InternalServerError],
  [
    errors.invalidRequest('invalid_type', 'n', 'Send a number in "n" instead.'),
    400,
    'invalid_type',
    OpenAI.BadRequestError,
  ],
  [errors.clientClosed(), 499, 'client_closed_request', OpenAI.APIError],
]

test.each(TABLE)('the error table: %j', (error, status, code, raised) => {
  expect([error.status, error.code]).toEqual([status, code])
  expect(error.message).toMatch(/^[A-Z].{20,}\.$/s)
  const body = JSON.parse(errors.errorBody(error))
  expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type'])
  const thrown = OpenAI.APIError.generate(status, body, undefined, new Headers({ 'x-request-id': 'req_1' }))
  expect(thrown).toBeInstanceOf(raised)
  expect(thrown).toMatchObject({ code, requestID: 'req_1' })
})

test('x-should-retry: never after our own retries, never for money', () => {
  expect(errors.insufficientQuota(quota).headers).toEqual({ 'x-should-retry': 'false' })
  expect(errors.upstreamError(tried).headers).toEqual({ 'x-should-retry': 'false' })
  expect(errors.upstreamError(fresh).headers).toEqual({})
  expect(errors.upstreamRateLimited(3, tried).headers).toEqual({
    'retry-after': '3',
    'x-should-retry': 'false',
  })
})

test('retry-after is whole, at least 1, and never longer than SDKs can take', () => {
  expect(errors.quotaOnHold('wallet').headers).toEqual({ 'retry-after': '1' })
  expect(errors.rateLimited(rate).headers).toEqual({
    'retry-after': '13',
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '13s',
  })
  expect(errors.upstreamRateLimited(3600, fresh).headers).toEqual({
    'retry-after': '60',
    'x-should-retry': 'false',
  })
  expect(errors.upstreamRateLimited(0, fresh).headers).toEqual({ 'retry-after': '1' })
})

test('402 names scope, limit, spent and reset', () => {
  const { message } = errors.insufficientQuota({ ...quota, resetsAt: '2026-12-01T00:00:00Z' })
  for (const part of ['wallet of acme', '5 USD', '0.1 USD', '2026-12-01T00:00:00Z'])
    expect(message).toContain(part)
})

test('the provider’s refusal is passed on as bounded text only', () => {
  const refused = errors.upstreamRefused(422, {
    message: 'x'.repeat(9000),
    code: 7,
    type: {},
    param: 'a',
    secret: 's',
  })
  expect(refused).toMatchObject({
    status: 422,
    code: 'upstream_refused',
    type: 'invalid_request_error',
    param: 'a',
  })
  expect(refused.message).toHaveLength(2000)
  expect(errors.upstreamRefused(400, null).message).toMatch(/Check its parameters/)
})

test('a caller’s words in a sentence are quoted and bounded', () => {
  const { message } = errors.modelNotFound(`a"b${'x'.repeat(500)}`)
  expect(message.length).toBeLessThan(250)
  expect(message).toContain('"a\\"b')
})

test('the stream event is one event that openai-node throws on', () => {
  const event = errors.errorEvent(errors.streamBroken()).toString()
  expect(event).toMatch(/^data: \{"error":.*\}\n\n$/)
  expect(event.split('\n')).toHaveLength(3)
})
