import { type Chat, type Settings, settingsOf, type Turn } from './chat.ts'
import { readTools } from './tools.ts'

type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }
type Call = { id: string; type: 'function'; function: { name: string; arguments: string } }
export type Message =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string | Part[] }
  | { role: 'assistant'; content: string | null; tool_calls?: Call[] }
  | { role: 'tool'; tool_call_id: string; content: string }
export type ChatBody = {
  model: string
  messages: Message[]
  stream: true
  temperature?: number
  top_p?: number
  max_tokens?: number
  tools?: unknown[]
}

/** What is sent for a turn: the chat up to it, with the settings it was asked with. */
export function bodyOfTurn(chat: Chat, id: string): ChatBody {
  const upTo = chat.turns.findIndex((turn) => turn.id === id)
  const turn = chat.turns[upTo]
  return body(chat.turns.slice(0, upTo + 1), turn?.answer.asked ?? settingsOf(chat))
}

/** What would be sent next. */
export function bodyOfDraft(chat: Chat): ChatBody {
  const { draft: question, attached: images } = chat
  const next = question === '' && images.length === 0 ? [] : [{ question, images, results: [] }]
  return body([...chat.turns, ...next], settingsOf(chat))
}

type Asked = Pick<Turn, 'question' | 'images' | 'results'> & Partial<Pick<Turn, 'answer'>>

function body(turns: readonly Asked[], settings: Settings): ChatBody {
  const { model, system, temperature, topP, maxTokens } = settings
  const messages = turns.flatMap((turn, index) => [
    ...asked(turn),
    ...(index === turns.length - 1 ? [] : answered(turn, turns[index + 1])),
  ])
  const tools = readTools(settings.tools)
  return {
    model,
    messages: system.trim() === '' ? messages : [{ role: 'system', content: system }, ...messages],
    stream: true,
    ...(temperature === '' ? {} : { temperature: Number(temperature) }),
    ...(topP === '' ? {} : { top_p: Number(topP) }),
    ...(maxTokens === '' ? {} : { max_tokens: Number(maxTokens) }),
    ...(tools.ok && tools.tools.length > 0 ? { tools: tools.tools } : {}),
  }
}

function asked({ question, images, results }: Asked): Message[] {
  const answers = results.map(({ id, content }): Message => ({ role: 'tool', tool_call_id: id, content }))
  if (images.length === 0)
    return question === '' && answers.length > 0 ? answers : [...answers, { role: 'user', content: question }]
  const pictures = images.map((url): Part => ({ type: 'image_url', image_url: { url } }))
  const text: Part[] = question === '' ? [] : [{ type: 'text', text: question }]
  return [...answers, { role: 'user', content: [...text, ...pictures] }]
}

/** Providers refuse calls of tools without their results, so those that nobody answered are left out. */
function answered({ answer }: Asked, next: Asked | undefined): Message[] {
  if (!answer) return []
  const { text, calls } = answer
  const replied = calls.filter(({ id }) => next?.results.some((result) => result.id === id))
  if (replied.length === 0) return text === '' ? [] : [{ role: 'assistant', content: text }]
  const tool_calls = replied.map(
    (call): Call => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    }),
  )
  return [{ role: 'assistant', content: text === '' ? null : text, tool_calls }]
}
