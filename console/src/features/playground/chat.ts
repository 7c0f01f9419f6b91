export type AnswerState = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed'
export type ToolCall = { readonly id: string; readonly name: string; readonly arguments: string }
export type ToolResult = { readonly id: string; readonly name: string; readonly content: string }
/** An error of the API, plain so that the browser can keep it. */
export type Failure = { readonly status: number; readonly code: string; readonly detail: string }
export type Settings = {
  readonly model: string
  readonly system: string
  readonly temperature: string
  readonly topP: string
  readonly maxTokens: string
  /** JSON as typed: the list of tools that the model may call. */
  readonly tools: string
}
export type Answer = {
  readonly state: AnswerState
  /** What was set when it was asked, so that its request can be shown later. */
  readonly asked: Settings
  readonly text: string
  readonly calls: readonly ToolCall[]
  readonly requestId: string | null
  /** Why the provider ended it: `length` means that the limit was reached. */
  readonly finish: string | null
  /** `null` with `failed`: the connection broke off. */
  readonly failure: Failure | null
}
export type Turn = {
  readonly id: string
  readonly question: string
  /** Data URLs. */
  readonly images: readonly string[]
  /** What the tools answered that the turn before asked for; the question is empty then. */
  readonly results: readonly ToolResult[]
  readonly answer: Answer
}
export type Chat = Settings & {
  readonly id: string
  /** As renamed; else its first question names it. */
  readonly title: string | null
  /** When something was asked last, milliseconds since 1970. */
  readonly at: number
  readonly draft: string
  /** Pictures of the draft, data URLs. */
  readonly attached: readonly string[]
  readonly turns: readonly Turn[]
}

export const defaults: Settings = {
  model: '',
  system: '',
  temperature: '',
  topP: '',
  maxTokens: '',
  tools: '',
}

export function settingsOf({ model, system, temperature, topP, maxTokens, tools }: Settings): Settings {
  return { model, system, temperature, topP, maxTokens, tools }
}

export const isRunning = ({ answer }: Turn) => answer.state === 'waiting' || answer.state === 'streaming'

/** What a chat is called, or null while nothing names it. */
export function titleOf({ title, turns }: Chat): string | null {
  if (title !== null) return title
  const first = turns.find(({ question }) => question.trim() !== '')?.question.trim()
  return first?.split('\n')[0]?.slice(0, 80) ?? null
}
