/**
 * The upstream that Portico brings along (design.md 3): answers in the process, without a network, the same every
 * time. Its magic words let people test their own error handling, as payment sandboxes do with card numbers.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, answerChat, answerEvents, type Identity, wholeAnswer } from './sandbox-chat.ts'
import { answerEmbeddings } from './sandbox-embed.ts'
import { SANDBOX_MODELS } from './sandbox-words.ts'
import {
  DEFAULT_TIMEOUTS,
  isUpstreamFailure,
  type Upstream,
  type UpstreamBody,
  type UpstreamCall,
  type UpstreamReply,
  type UpstreamTimeouts,
  upstreamFailure,
} from './types.ts'

export { SANDBOX_MAX_OUTPUT_TOKENS, SANDBOX_MODELS, type SandboxModel } from './sandbox-words.ts'

export type SandboxOptions = {
  /** pause between two pieces of a streamed answer; 0 sends as fast as they are taken */
  pieceDelayMilliseconds?: number
  timeouts?: UpstreamTimeouts
  nowMilliseconds?: () => number
}

/** Events that `sandbox:cut` and `sandbox:stall` deliver before it happens. */
const EVENTS_BEFORE_BREAK = 3

export function createSandboxUpstream(options: SandboxOptions = {}): Upstream {
  const pieceDelay = options.pieceDelayMilliseconds ?? 10
  const timeouts = options.timeouts ?? DEFAULT_TIMEOUTS
  const now = options.nowMilliseconds ?? Date.now

  async function* streamAnswer(
    answer: Answer,
    identity: Identity,
    stop: AbortSignal,
  ): AsyncGenerator<string> {
    let sent = 0
    for (const event of answerEvents(answer, identity)) {
      if (sent === EVENTS_BEFORE_BREAK) await breakAsAsked(answer, timeouts.idleSeconds, stop)
      if (sent > 0 && pieceDelay > 0) await wait(pieceDelay, stop)
      yield event
      sent++
    }
  }

  async function sendChat(
    call: UpstreamCall,
    body: Record<string, unknown>,
    stop: AbortController,
  ): Promise<UpstreamReply> {
    const answer = answerChat(body)
    if (typeof answer === 'string') return refuse(call, 400, 'invalid_request_error', answer)
    const { magic } = answer
    if (magic.act === 'error-429') {
      return {
        ...refuse(call, 429, 'rate_limit_error', 'sandbox:error-429 was asked for.'),
        retryAfterSeconds: 1,
      }
    }
    if (magic.act === 'error-500')
      return refuse(call, 500, 'server_error', 'sandbox:error-500 was asked for.')
    if (magic.act === 'slow') await waitOrTimeOut(magic.seconds, timeouts.headersSeconds, stop.signal)
    const identity = { id: `chatcmpl-${call.requestId}`, created: Math.floor(now() / 1000) }
    if (call.stream || body.stream === true) {
      return reply(
        call,
        200,
        'text/event-stream',
        readable(streamAnswer(answer, identity, stop.signal), stop),
      )
    }
    await breakAsAsked(answer, timeouts.headersSeconds, stop.signal)
    return reply(call, 200, 'application/json', readable(once(wholeAnswer(answer, identity)), stop))
  }

  return {
    async send(call) {
      const stop = new AbortController()
      call.signal?.addEventListener('abort', () => stop.abort(), { once: true })
      if (call.signal?.aborted) throw aborted()
      const body = readBody(call.body)
      if (body === null) return refuse(call, 400, 'invalid_request_error', 'The body is not a JSON object.')
      const models = SANDBOX_MODELS.filter(
        (model) => (model === 'sandbox-embed') === (call.endpoint === 'embeddings'),
      )
      if (!models.some((model) => model === body.model)) {
        return refuse(
          call,
          404,
          'invalid_request_error',
          `The sandbox has these models here: ${models.join(', ')}.`,
        )
      }
      if (call.endpoint === 'chat.completions') return sendChat(call, body, stop)
      const answer = answerEmbeddings(body)
      if ('refusal' in answer) return refuse(call, 400, 'invalid_request_error', answer.refusal)
      return reply(call, 200, 'application/json', readable(once(answer.reply), stop))
    },
    close: () => Promise.resolve(),
  }
}

/** `sandbox:cut` and `sandbox:stall`, at the moment when they happen. */
async function breakAsAsked(answer: Answer, patienceSeconds: number, stop: AbortSignal): Promise<void> {
  if (answer.magic.act === 'cut') throw upstreamFailure('broken', 'sandbox:cut was asked for')
  if (answer.magic.act === 'stall') await waitOrTimeOut(Number.POSITIVE_INFINITY, patienceSeconds, stop)
}

async function waitOrTimeOut(seconds: number, patienceSeconds: number, stop: AbortSignal): Promise<void> {
  await wait(Math.min(seconds, patienceSeconds) * 1000, stop)
  if (seconds > patienceSeconds) throw upstreamFailure('timeout', 'the sandbox was asked to be late')
}

async function wait(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: stop })
  } catch {
    throw aborted()
  }
}

function aborted(): Error {
  return upstreamFailure('aborted', 'the call was aborted')
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

function readable(source: AsyncGenerator<string>, stop: AbortController): UpstreamBody {
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for await (const text of source) {
        if (stop.signal.aborted) throw aborted()
        yield Buffer.from(text)
      }
    } catch (error) {
      throw isUpstreamFailure(error) ? error : upstreamFailure('broken', 'the sandbox failed', error)
    }
  }
  return {
    [Symbol.asyncIterator]: chunks,
    async bytes(limitBytes) {
      const parts: Buffer[] = []
      let size = 0
      for await (const chunk of chunks()) {
        size += chunk.length
        if (size > limitBytes)
          throw upstreamFailure('too_large', `the reply is larger than ${limitBytes} bytes`)
        parts.push(chunk)
      }
      return Buffer.concat(parts)
    },
    destroy: () => stop.abort(),
  }
}

function reply(call: UpstreamCall, status: number, contentType: string, body: UpstreamBody): UpstreamReply {
  return { status, contentType, requestId: `sandbox-${call.requestId}`, retryAfterSeconds: null, body }
}

function refuse(call: UpstreamCall, status: number, type: string, message: string): UpstreamReply {
  const text = JSON.stringify({
    error: { message, type, param: null, code: status === 404 ? 'model_not_found' : null },
  })
  return reply(call, status, 'application/json', readable(once(text), new AbortController()))
}

function readBody(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'),
    )
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
