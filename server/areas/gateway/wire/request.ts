/** Reading the body of a gateway call: once, only what Portico itself needs; the rest passes through untouched. */
import { type Content, measureContent } from './content.ts'
import type { GatewayError } from './errors.ts'
import { checkChatFields, checkMessages, checkModel, measureInput } from './fields.ts'
import type { ObjectScan } from './json.ts'
import { openBody } from './open-body.ts'

type Fields = Record<string, unknown>

type Call = {
  /** the body as it came; `scan` are its top-level members by offset, `body` is it parsed */
  raw: Buffer
  scan: ObjectScan
  body: Fields
  model: string
  stream: boolean
  /** UTF-8 bytes of the input for the hold: the whole body without inline pictures and audio */
  inputBytes: number
}

export type ChatRequest = Call & {
  endpoint: 'chat.completions'
  /** the caller's own wish for the closing usage chunk */
  includeUsage: boolean
  /** tokens for each choice; null when the caller set no limit */
  maxOutputTokens: number | null
  choices: number
  content: Content
}

export type EmbeddingsRequest = Call & {
  endpoint: 'embeddings'
  stream: false
  /** how many texts */
  inputs: number
  /** exact when the caller sent token ids, else null */
  inputTokens: number | null
}

export type GatewayRequest = ChatRequest | EmbeddingsRequest

/** `model` is empty where the body names none that could be one. */
export type Parsed<T> =
  | { ok: true; request: T; model: string }
  | { ok: false; error: GatewayError; model: string }

/** Reads a `/v1/chat/completions` body, or says with a 400 what is wrong with it. Throws never. */
export function parseChatRequest(raw: Buffer): Parsed<ChatRequest> {
  const opened = openBody(raw)
  if ('error' in opened) return { ok: false, error: opened.error, model: '' }
  const { scan, body } = opened
  const error = checkModel(body.model) ?? checkMessages(body.messages) ?? checkChatFields(body)
  if (error !== null) return { ok: false, error, model: named(body) }
  const content = measureContent(body)
  const options = body.stream_options as { include_usage?: unknown } | null | undefined
  return {
    ok: true,
    model: body.model as string,
    request: {
      endpoint: 'chat.completions',
      raw,
      scan,
      body,
      model: body.model as string,
      stream: body.stream === true,
      includeUsage: options?.include_usage === true,
      maxOutputTokens: (body.max_completion_tokens ?? body.max_tokens ?? null) as number | null,
      choices: (body.n ?? 1) as number,
      inputBytes: raw.length - content.inlineBytes,
      content,
    },
  }
}

/** Reads a `/v1/embeddings` body, or says with a 400 what is wrong with it. Throws never. */
export function parseEmbeddingsRequest(raw: Buffer): Parsed<EmbeddingsRequest> {
  const opened = openBody(raw)
  if ('error' in opened) return { ok: false, error: opened.error, model: '' }
  const { scan, body } = opened
  const error = checkModel(body.model)
  if (error !== null) return { ok: false, error, model: named(body) }
  const measured = measureInput(body.input)
  if ('error' in measured) return { ok: false, error: measured.error, model: named(body) }
  return {
    ok: true,
    model: body.model as string,
    request: {
      endpoint: 'embeddings',
      raw,
      scan,
      body,
      model: body.model as string,
      stream: false,
      inputBytes: raw.length,
      inputs: measured.inputs,
      inputTokens: measured.tokens,
    },
  }
}

const named = (body: Fields): string => (checkModel(body.model) === null ? (body.model as string) : '')

/** What `holdFor` of the money area needs of the request; price and output limit are the caller's to add. */
export function holdQuantities(request: GatewayRequest): {
  inputBytes: number
  inputTokens?: number
  images?: { low: number; high: number }
  audioBytes?: number
  n: number
} {
  const { inputBytes } = request
  if (request.endpoint === 'embeddings') {
    return request.inputTokens === null
      ? { inputBytes, n: 1 }
      : { inputBytes, inputTokens: request.inputTokens, n: 1 }
  }
  const { images, audioBytes } = request.content
  return { inputBytes, images, audioBytes, n: request.choices }
}
