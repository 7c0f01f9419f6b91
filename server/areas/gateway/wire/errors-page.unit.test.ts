import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as errors from './errors.ts'

type Factory = Exclude<keyof typeof errors, 'errorBody' | 'errorEvent'>
const first = { retried: false }
const money = { scope: 'wallet', limitUsd: '1', spentUsd: '1', neededUsd: '1', resetsAt: null }
const rate = { kind: 'requests', scope: 'this key', limit: 1, remaining: 0, resetSeconds: 1 } as const

/** Every error that the gateway can answer with; null where it is only written down, or nothing makes it yet. */
const answers: Record<Factory, errors.GatewayError | null> = {
  invalidRequest: errors.invalidRequest('various', 'messages', 'No.'),
  requestTooLarge: errors.requestTooLarge(1),
  unsupportedMediaType: errors.unsupportedMediaType(),
  compressedBody: errors.compressedBody(),
  routeNotFound: errors.routeNotFound(),
  missingApiKey: errors.missingApiKey(),
  invalidApiKey: errors.invalidApiKey(),
  expiredApiKey: errors.expiredApiKey(),
  disabledApiKey: errors.disabledApiKey(),
  revokedApiKey: errors.revokedApiKey(),
  pendingApiKey: null,
  insufficientScope: errors.insufficientScope('chat'),
  modelNotAllowed: errors.modelNotAllowed('m'),
  ipNotAllowed: errors.ipNotAllowed(),
  modelNotPriced: errors.modelNotPriced('m'),
  modelNotFound: errors.modelNotFound('m'),
  insufficientQuota: errors.insufficientQuota(money),
  quotaOnHold: errors.quotaOnHold('wallet'),
  rateLimited: errors.rateLimited(rate),
  upstreamError: errors.upstreamError(first),
  upstreamRateLimited: errors.upstreamRateLimited(1, first),
  upstreamRefused: errors.upstreamRefused(422, null),
  upstreamTimeout: errors.upstreamTimeout(first),
  noUpstream: errors.noUpstream('m'),
  streamBroken: errors.streamBroken(),
  streamStalled: errors.streamStalled(),
  streamUnpaid: errors.streamUnpaid(),
  clientClosed: null,
  serviceUnavailable: errors.serviceUnavailable(),
  internalError: errors.internalError(),
}
const answered = Object.values(answers).filter((one) => one !== null)

/** The rows of the page: `status code` → what an SDK does. */
function rows(): Map<string, string> {
  const page = readFileSync(new URL('../../../../docs/guide/users.md', import.meta.url), 'utf8')
  const section = page.split('## When a call is refused')[1]?.split('\n## ')[0] ?? ''
  const found = new Map<string, string>()
  for (const line of section.split('\n').filter((one) => /^\| \dx?x?\d*/.test(one))) {
    const [, status = '', codes = '', , sdk = ''] = line.split('|').map((cell) => cell.trim())
    for (const code of codes.split(',')) found.set(`${status} ${code.trim().replaceAll('`', '')}`, sdk)
  }
  return found
}

/** A provider's refusal keeps its status. */
const nameOf = ({ status, code }: errors.GatewayError): string =>
  `${code === 'upstream_refused' ? '4xx' : status} ${code}`

test('the users’ page lists every error that a call can be answered with, and no other', () => {
  const factories = Object.keys(errors).filter((name) => !['errorBody', 'errorEvent'].includes(name))
  expect(Object.keys(answers).sort()).toEqual(factories.sort())
  expect([...rows().keys()].sort()).toEqual([...new Set(answered.map(nameOf))].sort())
})

test('it says as well whether an SDK tries again', () => {
  const page = rows()
  for (const error of answered) {
    // These come in the middle of a stream, where nothing is tried again.
    if (/broke off|stopped sending|was ended/.test(error.message)) continue
    const again = (error.status === 429 || error.status >= 500) && !('x-should-retry' in error.headers)
    const sdk = page.get(nameOf(error)) ?? ''
    const told = sdk === 'as with 502' ? (page.get('502 upstream_error') ?? '') : sdk
    expect(told.startsWith(again ? 'tries again' : 'raises'), `${nameOf(error)}: ${sdk}`).toBe(true)
  }
})
