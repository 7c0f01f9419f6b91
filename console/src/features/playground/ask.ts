import { ApiError, isRecord } from '../../lib/api-error.ts'
import { randomName } from '../../lib/random.ts'
import { type Conversation, change, changeAnswer, conversationOf, type Turn } from './conversation.ts'
import { type ChatBody, chat, type Message } from './queries.ts'
import { eventsOf } from './sse.ts'

const running = new Map<string, AbortController>()

/** Asks the question, and answers it into the conversation while it comes. */
export function ask(org: string, question: string): Promise<void> {
  const { turns, model } = conversationOf(org)
  const turn: Turn = { id: randomName(), question, answer: unanswered(model) }
  change(org, { turns: [...turns, turn], draft: '' })
  return answer(org, turn.id)
}

/** Answers the last question again, with what is set now. */
export function askAgain(org: string): Promise<void> {
  const { turns, model } = conversationOf(org)
  const last = turns.at(-1)
  if (!last) return Promise.resolve()
  changeAnswer(org, last.id, unanswered(model))
  return answer(org, last.id)
}

/** Ends the answer that is coming; what has come stays. */
export function stop(org: string) {
  running.get(org)?.abort()
}

const unanswered = (model: string) =>
  ({ state: 'waiting', model, text: '', requestId: null, finish: null, error: null }) as const

async function answer(org: string, turn: string): Promise<void> {
  running.get(org)?.abort()
  const control = new AbortController()
  running.set(org, control)
  const tell = (changes: Parameters<typeof changeAnswer>[2]) => changeAnswer(org, turn, changes)
  try {
    const response = await chat(org, bodyOf(conversationOf(org), turn), control.signal)
    const requestId = response.headers.get('x-request-id')
    tell({ state: 'streaming', requestId })
    let text = ''
    let finish: string | null = null
    for await (const data of response.body ? eventsOf(response.body) : []) {
      if (data === '[DONE]') return tell({ state: 'done', finish })
      const event: unknown = JSON.parse(data)
      if (!isRecord(event)) continue
      if (isRecord(event.error)) throw ApiError.ofModel(event.error, response.status, requestId)
      const piece = pieceOf(event)
      finish = piece.finish ?? finish
      if (piece.text === '') continue
      text += piece.text
      tell({ text })
    }
    // Only `[DONE]` ends a whole answer.
    tell({ state: 'failed', error: null })
  } catch (error) {
    if (control.signal.aborted) tell({ state: 'stopped' })
    else if (error instanceof ApiError)
      tell({ state: 'failed', error, ...(error.requestId ? { requestId: error.requestId } : {}) })
    else tell({ state: 'failed', error: null })
  } finally {
    if (running.get(org) === control) running.delete(org)
  }
}

function pieceOf(event: Record<string, unknown>): { text: string; finish: string | null } {
  const choice: unknown = Array.isArray(event.choices) ? event.choices[0] : undefined
  if (!isRecord(choice)) return { text: '', finish: null }
  const delta = isRecord(choice.delta) ? choice.delta : {}
  return {
    text: typeof delta.content === 'string' ? delta.content : '',
    finish: typeof choice.finish_reason === 'string' ? choice.finish_reason : null,
  }
}

/** The conversation up to a question, with the parameters that were set. */
function bodyOf(conversation: Conversation, turn: string): ChatBody {
  const { turns, system, model, temperature, topP, maxTokens } = conversation
  const upTo = turns.findIndex((one) => one.id === turn)
  const messages = turns
    .slice(0, upTo + 1)
    .flatMap((one, index): Message[] => [
      { role: 'user', content: one.question },
      ...(index < upTo && one.answer.text !== ''
        ? [{ role: 'assistant' as const, content: one.answer.text }]
        : []),
    ])
  return {
    model,
    messages: system.trim() === '' ? messages : [{ role: 'system', content: system }, ...messages],
    stream: true,
    ...(temperature === '' ? {} : { temperature: Number(temperature) }),
    ...(topP === '' ? {} : { top_p: Number(topP) }),
    ...(maxTokens === '' ? {} : { max_tokens: Number(maxTokens) }),
  }
}
