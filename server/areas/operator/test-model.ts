import type { RequestContext } from '../../http/context.ts'
import type { Outgoing } from '../../http/outgoing.ts'
import {
  createOpenAiUpstream,
  createSandboxUpstream,
  isUpstreamFailure,
  purposeOf,
  readErrorReply,
  replyText,
  type Upstream,
  type UpstreamReply,
} from '../gateway/index.ts'
import { type ProblemCode, problemOf } from './probe.ts'

export type ModelTest = {
  ok: boolean
  ms: number
  status: number | null
  answer: string | null
  dimensions: number | null
  problemCode: ProblemCode | null
}

/** Where to ask; null for the sandbox, which answers within the process. */
export type TestTarget = { baseUrl: string; credential: string | null } | null

const timeouts = { connectSeconds: 5, headersSeconds: 30, idleSeconds: 15 }
const maxReplyBytes = 1024 * 1024
const mostCharacters = 300
const question = 'Reply with the single word OK.'

/**
 * Asks one model a small question through the very connection that calls take, and tells what came back. Nothing is kept and nobody is
 * charged here; the provider counts a few tokens. Never throws.
 */
export async function testModel(
  ctx: Pick<RequestContext, 'requestId' | 'log'>,
  outgoing: Outgoing,
  target: TestTarget,
  model: string,
  limits = timeouts,
): Promise<ModelTest> {
  const began = performance.now()
  const upstream: Upstream =
    target === null
      ? createSandboxUpstream({ timeouts: limits })
      : createOpenAiUpstream({ ...target, outgoing, timeouts: limits, maxReplyBytes })
  const end = (result: Partial<ModelTest>): ModelTest => ({
    ...{ ok: false, status: null, answer: null, dimensions: null, problemCode: null },
    ...result,
    ms: Math.round(performance.now() - began),
  })
  const embeds = purposeOf(model) === 'embeddings'
  const openAiItself = target !== null && /\/\/api\.openai\.com\//.test(`${target.baseUrl}/`)
  const body = embeds
    ? { model, input: question }
    : {
        ...{ model, messages: [{ role: 'user', content: question }] },
        // Room for a model that thinks first.
        [openAiItself ? 'max_completion_tokens' : 'max_tokens']: 64,
      }
  try {
    const reply = await upstream.send({
      endpoint: embeds ? 'embeddings' : 'chat.completions',
      body: Buffer.from(JSON.stringify(body)),
      stream: false,
      requestId: ctx.requestId,
    })
    return end(await judge(reply, embeds, target?.credential ?? null))
  } catch (error) {
    ctx.log.info({ model, err: error }, 'a test of a model failed')
    return end({ problemCode: codeOf(error, target) })
  } finally {
    void upstream.close()
  }
}

async function judge(
  reply: UpstreamReply,
  embeds: boolean,
  credential: string | null,
): Promise<Partial<ModelTest>> {
  const { status } = reply
  // The provider's words about a credential may quote it.
  if (status === 401 || status === 403 || status === 407 || (status >= 300 && status < 400)) {
    reply.body.destroy()
    if (status < 400) return { status, problemCode: 'redirected' }
    return { status, problemCode: credential === null ? 'credential_wanted' : 'credential_refused' }
  }
  const bytes = await reply.body.bytes(maxReplyBytes)
  const error = readErrorReply(bytes) as { message?: unknown } | null
  if (status !== 200 || error !== null) {
    const words = typeof error?.message === 'string' ? error.message : null
    const problemCode = status === 404 ? 'model_unknown' : status === 429 ? 'rate_limited' : 'http_status'
    return { status, answer: shown(words, credential), problemCode }
  }
  if (embeds) {
    const dimensions = dimensionsOf(bytes)
    return dimensions === null ? { status, problemCode: 'no_answer' } : { ok: true, status, dimensions }
  }
  const chat = parsed(bytes) as { choices?: unknown } | null
  if (!Array.isArray(chat?.choices)) return { status, problemCode: chat === null ? 'not_json' : 'no_answer' }
  return { ok: true, status, answer: shown(replyText(bytes), credential) }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function dimensionsOf(bytes: Buffer): number | null {
  const first = (parsed(bytes) as { data?: { embedding?: unknown }[] } | null)?.data?.[0]?.embedding
  return Array.isArray(first) ? first.length : null
}

/** The beginning of a text, on one line; nothing of one that holds the credential. */
function shown(text: string | null, credential: string | null): string | null {
  if (text === null || (credential !== null && text.includes(credential))) return null
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
  return line === '' ? null : line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line
}

function codeOf(error: unknown, target: TestTarget): ProblemCode {
  if (!isUpstreamFailure(error)) return 'failed'
  const { upstreamFailure: kind, cause } = error
  if (kind === 'refused_address') return 'url_not_allowed'
  if (kind === 'timeout') return 'timeout'
  if (kind === 'too_large') return 'too_large'
  const host = target === null ? '' : new URL(target.baseUrl).host
  const { problemCode } = problemOf(
    (cause instanceof Error ? cause : error) as Error & { code?: string },
    host,
  )
  if (problemCode !== 'failed') return problemCode
  return kind === 'unreachable' ? 'unreachable' : 'closed'
}
