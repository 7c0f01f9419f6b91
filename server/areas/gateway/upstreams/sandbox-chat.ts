/** The sandbox's chat model: decides the whole answer first, then says it at once or in pieces. */
import {
  countSandboxTokens,
  longAnswer,
  type Magic,
  magicOf,
  ordinaryAnswer,
  SANDBOX_MAX_OUTPUT_TOKENS,
  sampleOf,
  sandboxTokens,
} from './sandbox-words.ts'

type Fields = Record<string, unknown>

/** An answer, the same for each of `n` choices. `call` is a tool call, whose arguments are then the `pieces`. */
export type Answer = {
  magic: Magic
  model: string
  choices: number
  pieces: string[]
  call: { name: string } | null
  finish: 'stop' | 'length' | 'tool_calls'
  /** null when the caller is to get none (`sandbox:no-usage`) */
  usage: Usage | null
  includeUsage: boolean
}

type Usage = { prompt_tokens: number; completion_tokens: number; total_tokens: number }

const TOKENS_PER_MESSAGE = 4
const TOKENS_PER_CALL = 3
const TOKENS_PER_PICTURE = 85

/** Decides the answer to a chat body; a string is the reason why there is none (a 400). */
export function answerChat(body: Fields): Answer | string {
  const { messages, tools } = body
  if (!Array.isArray(messages) || messages.length === 0)
    return '"messages" must be a list of at least one message.'
  const limit = Number(body.max_completion_tokens ?? body.max_tokens ?? SANDBOX_MAX_OUTPUT_TOKENS)
  if (!Number.isInteger(limit) || limit < 1) return '"max_tokens" must be a whole number of at least 1.'
  const choices = Number(body.n ?? 1)
  if (!Number.isInteger(choices) || choices < 1) return '"n" must be a whole number of at least 1.'

  const last = messages.at(-1) as Fields
  // an agent that brings a tool's result gets an answer, not the same call again
  const magic = last.role === 'tool' ? { act: 'none' as const } : magicOf(lastUserText(messages))
  const most = Math.min(limit, SANDBOX_MAX_OUTPUT_TOKENS)
  const tool = last.role === 'tool' ? null : wantedTool(body, magic)
  let pieces: string[]
  if (tool !== null) pieces = sandboxTokens(JSON.stringify(sampleOf(tool.parameters)))
  else if (magic.act === 'long') pieces = longAnswer(most)
  else if (magic.act === 'tool') pieces = sandboxTokens('There is no tool to call: send one in "tools".')
  else pieces = sandboxTokens(ordinaryAnswer(messages.length, textOf(last)))
  const cut = pieces.length > most || magic.act === 'long'
  if (pieces.length > most) pieces = pieces.slice(0, most)

  const input =
    TOKENS_PER_CALL +
    messages.reduce((sum: number, message) => sum + TOKENS_PER_MESSAGE + inputTokens(message as Fields), 0) +
    (Array.isArray(tools) ? countSandboxTokens(JSON.stringify(tools)) : 0)
  const output = pieces.length * choices
  return {
    magic,
    model: String(body.model),
    choices,
    pieces,
    call: tool,
    finish: cut ? 'length' : tool === null ? 'stop' : 'tool_calls',
    usage:
      magic.act === 'no-usage'
        ? null
        : { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    includeUsage: (body.stream_options as Fields | null | undefined)?.include_usage === true,
  }
}

/** `sandbox:tool` calls the first tool offered; `tool_choice` "required" or a named function asks for a call too. */
function wantedTool(body: Fields, magic: Magic): { name: string; parameters: unknown } | null {
  const offered = (Array.isArray(body.tools) ? body.tools : [])
    .map((tool) => (tool as Fields | null)?.function as Fields | undefined)
    .filter((fn): fn is Fields => typeof fn?.name === 'string')
  const choice = body.tool_choice as Fields | string | undefined | null
  const named = typeof choice === 'object' ? ((choice?.function as Fields | undefined)?.name ?? null) : null
  const chosen =
    named !== null
      ? offered.find((fn) => fn.name === named)
      : magic.act === 'tool' || choice === 'required'
        ? offered[0]
        : undefined
  return chosen === undefined ? null : { name: String(chosen.name), parameters: chosen.parameters }
}

function lastUserText(messages: unknown[]): string {
  const last = messages.findLast((message) => (message as Fields | null)?.role === 'user')
  return last === undefined ? '' : textOf(last as Fields)
}

function textOf(message: Fields): string {
  const { content } = message
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: Fields | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

function inputTokens(message: Fields): number {
  const parts = Array.isArray(message.content) ? (message.content as (Fields | null)[]) : []
  const pictures = parts.filter((part) => part?.type === 'image_url').length
  const calls = message.tool_calls === undefined ? 0 : countSandboxTokens(JSON.stringify(message.tool_calls))
  return countSandboxTokens(textOf(message)) + pictures * TOKENS_PER_PICTURE + calls
}

/** Which answer to which call; the same on every chunk of one stream. */
export type Identity = { id: string; created: number }

/** The body of an answer that is not streamed. */
export function wholeAnswer(answer: Answer, { id, created }: Identity): string {
  const text = answer.pieces.join('')
  const message =
    answer.call === null
      ? { role: 'assistant', content: text, refusal: null }
      : {
          role: 'assistant',
          content: null,
          refusal: null,
          tool_calls: [toolCall(answer.call.name, id, 0, text)],
        }
  return JSON.stringify({
    id,
    object: 'chat.completion',
    created,
    model: answer.model,
    choices: Array.from({ length: answer.choices }, (_, index) => ({
      index,
      message,
      logprobs: null,
      finish_reason: answer.finish,
    })),
    ...(answer.usage === null ? {} : { usage: answer.usage }),
  })
}

const PIECES_PER_EVENT = 4

/** The events of a streamed answer, `[DONE]` included. */
export function* answerEvents(answer: Answer, { id, created }: Identity): Generator<string> {
  const head = { id, object: 'chat.completion.chunk', created, model: answer.model }
  const asksForUsage = answer.includeUsage && answer.usage !== null
  const event = (choices: unknown[], usage: Usage | null = null): string =>
    `data: ${JSON.stringify({ ...head, choices, ...(asksForUsage ? { usage } : {}) })}\n\n`
  const each = function* (delta: (index: number) => unknown, finish: string | null): Generator<string> {
    for (let index = 0; index < answer.choices; index++) {
      yield event([{ index, delta: delta(index), logprobs: null, finish_reason: finish }])
    }
  }
  const { call, pieces } = answer
  yield* each(
    (index) =>
      call === null
        ? { role: 'assistant', content: '', refusal: null }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [{ index: 0, ...toolCall(call.name, id, index, '') }],
          },
    null,
  )
  for (let at = 0; at < pieces.length; at += PIECES_PER_EVENT) {
    const text = pieces.slice(at, at + PIECES_PER_EVENT).join('')
    yield* each(
      () =>
        call === null ? { content: text } : { tool_calls: [{ index: 0, function: { arguments: text } }] },
      null,
    )
  }
  yield* each(() => ({}), answer.finish)
  if (asksForUsage) yield event([], answer.usage)
  yield 'data: [DONE]\n\n'
}

function toolCall(name: string, id: string, index: number, text: string) {
  return { id: `call_${id}_${index}`, type: 'function', function: { name, arguments: text } }
}
