import type { AttemptError } from '../../../contract/usage.ts'
import type { Clock, Log } from '../../deps.ts'
import { type Exchange, gone } from '../../http/exchange.ts'
import type { PriceBook, Teller } from '../money/index.ts'
import type { Settings, SettingsStore } from '../settings/index.ts'
import { admit } from './admit.ts'
import { answerStream } from './answer-stream.ts'
import { answerWhole } from './answer-whole.ts'
import { tryOnce } from './attempt.ts'
import type { Call } from './call.ts'
import type { Caller } from './caller.ts'
import { createCancel } from './cancel.ts'
import { tryingOrder } from './choose.ts'
import type { Connections } from './connections.ts'
import type { Health, Outcome } from './health.ts'
import { recordOf } from './record.ts'
import type { UpstreamInfo, UpstreamRegistry } from './registry.ts'
import { answerError } from './reply.ts'
import type { CancelSignal } from './upstreams/types.ts'
import { clientClosed, type GatewayError, noUpstream, serviceUnavailable } from './wire/errors.ts'
import type { Estimator } from './wire/estimate.ts'
import { type GatewayRequest, parseChatRequest, parseEmbeddingsRequest } from './wire/request.ts'

/** What the pipeline works with. */
export type RelayParts = {
  clock: Clock
  log: Log
  settings: SettingsStore
  teller: Teller
  book: PriceBook
  registry: UpstreamRegistry
  connections: Connections
  health: Health
  estimator: Estimator
}

const mostTries = 3

const parsers = { 'chat.completions': parseChatRequest, embeddings: parseEmbeddingsRequest } as const

/** Starts a call: what is known before its body is read. */
export function beginCall(requestId: string, at: number, caller: Caller, endpoint: Call['endpoint']): Call {
  return {
    requestId,
    at,
    startedAt: performance.now(),
    caller,
    endpoint,
    attempts: [],
    model: '',
    request: null,
    hold: null,
    price: null,
    clippedOutput: null,
    firstTokenMs: null,
  }
}

/** Ends a call that gave its caller nothing: recorded at no cost, what it held is free, and the answer says what to do. */
export async function failCall(
  parts: RelayParts,
  call: Call,
  exchange: Exchange,
  error: GatewayError,
): Promise<void> {
  await parts.teller.settle(
    recordOf(call, { status: error.status, error, endedAt: performance.now() }),
    call.hold,
  )
  if (!gone(exchange)) answerError(exchange, error)
}

/**
 * The pipeline of every call: admit → choose → send → stream → settle (design.md 4.2). Answers on `exchange`.
 */
export async function relay(parts: RelayParts, call: Call, body: Buffer, exchange: Exchange): Promise<void> {
  const parsed = parsers[call.endpoint](body)
  call.model = parsed.model
  if (!parsed.ok) return failCall(parts, call, exchange, parsed.error)
  call.request = parsed.request
  const settings = settingsNow(parts) ?? (await settingsRead(parts))
  const admitted = admit(parts, call, settings)
  const refusal = admitted instanceof Promise ? await admitted : admitted
  if (refusal) return failCall(parts, call, exchange, refusal)
  // Nobody waits for what has not been asked for yet: nothing is sent, nothing is charged.
  if (gone(exchange)) return failCall(parts, call, exchange, clientClosed())
  if (call.clippedOutput !== null)
    exchange.headers.push('x-portico-max-output-tokens', String(call.clippedOutput))
  await send(parts, call, parsed.request, exchange)
}

/** The settings, where everything that admission looks at is in memory: the common case, which waits for nothing. */
function settingsNow({ settings, registry, book }: RelayParts): Settings | null {
  return registry.fresh() && book.fresh() ? settings.now() : null
}

async function settingsRead({ settings, registry, book }: RelayParts): Promise<Settings> {
  const [current] = await Promise.all([settings.current(), registry.ready(), book.ready()])
  return current
}

/** Tries upstreams until one answers; elsewhere only as long as the caller has got nothing. */
async function send(
  parts: RelayParts,
  call: Call,
  request: GatewayRequest,
  exchange: Exchange,
): Promise<void> {
  const cancel = createCancel()
  let current: UpstreamInfo | null = null
  exchange.onClose = () => {
    // What a caller no longer waits for is cut off, unless this upstream is to be read to its end and paid.
    if (!exchange.response.writableFinished && current?.onDisconnect !== 'drain') cancel.cancel()
  }
  let error: GatewayError | null = null
  try {
    for (const info of tryingOrder(parts.registry.candidates(request.model))) {
      if (call.attempts.length >= mostTries) break
      if (!usable(parts, info, request.model)) continue
      current = info
      const done = await tryUpstream(parts, call, request, exchange, info, cancel.signal)
      if (done === null) return
      error = done.error({ retried: call.attempts.length > 1 })
      if (done.final) break
    }
  } finally {
    exchange.onClose = null
  }
  await failCall(parts, call, exchange, error ?? noUpstream(request.model))
}

// The sandbox fails when it is asked to: that says nothing about its health.
const usable = (parts: RelayParts, info: UpstreamInfo, model: string): boolean =>
  info.kind === 'sandbox' || parts.health.available(info.id, model)

type Failure = { error: (tried: { retried: boolean }) => GatewayError; final: boolean }

/** One upstream: its answer, all of it, or why there is none. */
async function tryUpstream(
  parts: RelayParts,
  call: Call,
  request: GatewayRequest,
  exchange: Exchange,
  info: UpstreamInfo,
  signal: CancelSignal,
): Promise<Failure | null> {
  const began = performance.now()
  const line = {
    upstream: info.name,
    status: null as number | null,
    requestId: null as string | null,
    ms: 0,
    error: null as AttemptError | null,
  }
  call.attempts.push(line)
  const ended = (): void => {
    line.ms = Math.round(performance.now() - began)
  }
  const verdict: { outcome: Outcome } = { outcome: 'unknown' }
  try {
    let tried = await tryOnce(call, request, info, parts.connections.of(info), signal)
    ended()
    if (tried.state === 'answer') {
      line.status = tried.reply.status
      line.requestId = tried.reply.requestId
      const answer = request.stream ? answerStream : answerWhole
      verdict.outcome = 'succeeded'
      const upstream = tried.reply
      const failure = await answer(parts, { call, request, exchange, info, upstream, ended, verdict })
      if (failure === null) return null
      tried = failure
    }
    line.status ??= tried.status
    line.error = tried.code
    verdict.outcome = tried.outcome
    return { error: tried.error, final: tried.final }
  } finally {
    // Whatever happened: a single try that never ended would keep the upstream resting for ever.
    parts.health.ended(info.id, request.model, verdict.outcome)
  }
}

/** For what goes wrong in ourselves: nobody gets in (promise 13), and what was held is free. */
export function unavailable(parts: RelayParts, call: Call | null, exchange: Exchange, cause: unknown): void {
  parts.log.error({ requestId: exchange.id, err: cause }, 'a call failed in the gateway')
  if (call?.hold) parts.teller.release(call.hold)
  if (gone(exchange)) return
  if (exchange.response.headersSent) exchange.response.destroy()
  else answerError(exchange, serviceUnavailable())
}
