import { ApiError, isRecord } from '../../lib/api-error.ts'
import { randomName } from '../../lib/random.ts'
import { bodyOfTurn } from './body.ts'
import { type Answer, type Chat, type Failure, settingsOf, type ToolResult, type Turn } from './chat.ts'
import { changeAnswer, changeChat, chatOf } from './chats.ts'
import { chat as send } from './queries.ts'
import { eventsOf } from './sse.ts'
import { withCalls } from './tools.ts'

/** Where a chat is: whose, in which organization, which. */
export type Place = { readonly org: string; readonly owner: string; readonly id: string }

/** A reply as it came, as long as the tab lives. */
export type RawReply = { status: number; headers: [string, string][]; text: string }
const longestRaw = 1_000_000
const replies = new Map<string, RawReply>()
export const rawReplyOf = (turn: string): RawReply | undefined => replies.get(turn)

const running = new Map<string, AbortController>()

/** Asks what was typed, and answers it into the chat while it comes. */
export function ask(place: Place): Promise<void> {
  const chat = chatOf(place.owner, place.id)
  if (!chat) return Promise.resolve()
  return begin(place, chat, { question: chat.draft, images: chat.attached, results: [] }, true)
}

/** Tells the model what its tools answered. */
export function reply(place: Place, results: readonly ToolResult[]): Promise<void> {
  const chat = chatOf(place.owner, place.id)
  return chat ? begin(place, chat, { question: '', images: [], results }, false) : Promise.resolve()
}

function begin(place: Place, chat: Chat, said: Omit<Turn, 'id' | 'answer'>, sent: boolean): Promise<void> {
  const turn: Turn = { id: randomName(), ...said, answer: unanswered(chat) }
  changeChat(place.owner, chat.id, {
    turns: [...chat.turns, turn],
    at: Date.now(),
    ...(sent ? { draft: '', attached: [] } : {}),
  })
  return answer(place, turn.id)
}

/** Answers the last question again, with what is set now. */
export function askAgain(place: Place): Promise<void> {
  const chat = chatOf(place.owner, place.id)
  const last = chat?.turns.at(-1)
  if (!chat || !last) return Promise.resolve()
  changeAnswer(place.owner, chat.id, last.id, unanswered(chat))
  return answer(place, last.id)
}

/** Ends the answer that is coming; what has come stays. */
export function stop(id: string) {
  running.get(id)?.abort()
}

function unanswered(chat: Chat): Answer {
  const nothing = { text: '', calls: [], requestId: null, finish: null, failure: null }
  return { state: 'waiting', asked: settingsOf(chat), ...nothing }
}

async function answer({ org, owner, id }: Place, turn: string): Promise<void> {
  running.get(id)?.abort()
  const control = new AbortController()
  running.set(id, control)
  const tell = (changes: Partial<Answer>) => changeAnswer(owner, id, turn, changes)
  const raw: RawReply = { status: 0, headers: [], text: '' }
  replies.set(turn, raw)
  try {
    const response = await send(org, bodyOfTurn(chatOf(owner, id) as Chat, turn), control.signal)
    const requestId = response.headers.get('x-request-id')
    raw.status = response.status
    raw.headers = [...response.headers]
    tell({ state: 'streaming', requestId })
    let text = ''
    let calls: Answer['calls'] = []
    let finish: string | null = null
    for await (const data of response.body ? eventsOf(response.body) : []) {
      if (raw.text.length < longestRaw) raw.text += `data: ${data}\n\n`
      if (data === '[DONE]') return tell({ state: 'done', finish })
      const event: unknown = JSON.parse(data)
      if (!isRecord(event)) continue
      if (isRecord(event.error)) throw ApiError.ofModel(event.error, response.status, requestId)
      const piece = pieceOf(event)
      finish = piece.finish ?? finish
      if (piece.text === '' && piece.calls === undefined) continue
      text += piece.text
      calls = withCalls(calls, piece.calls)
      tell({ text, calls })
    }
    // Only `[DONE]` ends a whole answer.
    tell({ state: 'failed', failure: null })
  } catch (error) {
    if (control.signal.aborted) tell({ state: 'stopped' })
    else if (error instanceof ApiError)
      tell({
        state: 'failed',
        failure: failureOf(error),
        ...(error.requestId ? { requestId: error.requestId } : {}),
      })
    else tell({ state: 'failed', failure: null })
  } finally {
    if (running.get(id) === control) running.delete(id)
  }
}

const failureOf = ({ status, code, detail }: ApiError): Failure => ({ status, code, detail })

function pieceOf(event: Record<string, unknown>): { text: string; calls: unknown; finish: string | null } {
  const choice: unknown = Array.isArray(event.choices) ? event.choices[0] : undefined
  if (!isRecord(choice)) return { text: '', calls: undefined, finish: null }
  const delta = isRecord(choice.delta) ? choice.delta : {}
  return {
    text: typeof delta.content === 'string' ? delta.content : '',
    calls: delta.tool_calls ?? undefined,
    finish: typeof choice.finish_reason === 'string' ? choice.finish_reason : null,
  }
}
