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
  modelNotPriced: errors.modelNotPriced('m', 'operator'),
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

/** How each language's page says what an SDK does, and its heading. */
const pages = {
  en: { heading: 'When a call is refused', again: 'tries again', raises: 'raises', as: 'as with 502' },
  zh: { heading: '调用被拒绝时', again: '自动重试', raises: '抛出异常', as: '同 502' },
} as const
const languages = ['en', 'zh'] as const

/** The rows of the page: `status code` → what an SDK does. */
function rows(language: keyof typeof pages): Map<string, string> {
  const file = new URL(`../../../../docs/guide/${language}/calling.md`, import.meta.url)
  const page = readFileSync(file, 'utf8')
  const section = page.split(`## ${pages[language].heading}`)[1]?.split('\n## ')[0] ?? ''
  const found = new Map<string, string>()
  for (const line of section.split('\n').filter((one) => /^\| \dx?x?\d*/.test(one))) {
    const [, status = '', codes = '', , sdk = ''] = line.split('|').map((cell) => cell.trim())
    // 400 has no code of its own, but a word of the language.
    for (const code of codes.split(/[,、]/).map((one) => one.trim()))
      found.set(`${status} ${code.startsWith('`') ? code.replaceAll('`', '') : 'various'}`, sdk)
  }
  return found
}

/** A provider's refusal keeps its status. */
const nameOf = ({ status, code }: errors.GatewayError): string =>
  `${code === 'upstream_refused' ? '4xx' : status} ${code}`

test.each(languages)(
  'the page (%s) lists every error that a call can be answered with, and no other',
  (language) => {
    const factories = Object.keys(errors).filter((name) => !['errorBody', 'errorEvent'].includes(name))
    expect(Object.keys(answers).sort()).toEqual(factories.sort())
    expect([...rows(language).keys()].sort()).toEqual([...new Set(answered.map(nameOf))].sort())
  },
)

test.each(languages)('it says as well (%s) whether an SDK tries again', (language) => {
  const page = rows(language)
  const words = pages[language]
  for (const error of answered) {
    // These come in the middle of a stream, where nothing is tried again.
    if (/broke off|stopped sending|was ended/.test(error.message)) continue
    const again = (error.status === 429 || error.status >= 500) && !('x-should-retry' in error.headers)
    const sdk = page.get(nameOf(error)) ?? ''
    const told = sdk === words.as ? (page.get('502 upstream_error') ?? '') : sdk
    expect(told.startsWith(again ? words.again : words.raises), `${nameOf(error)}: ${sdk}`).toBe(true)
  }
})
