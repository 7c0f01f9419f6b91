import { useSyncExternalStore } from 'react'
import type { ApiError } from '../../lib/api.ts'

export type AnswerState = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed'
export type Answer = {
  readonly state: AnswerState
  readonly model: string
  readonly text: string
  readonly requestId: string | null
  /** Why the provider ended it: `length` means that the limit was reached. */
  readonly finish: string | null
  /** `null` with `failed`: the connection broke off. */
  readonly error: ApiError | null
}
export type Turn = { readonly id: string; readonly question: string; readonly answer: Answer }
export type Settings = {
  readonly model: string
  readonly system: string
  readonly temperature: string
  readonly topP: string
  readonly maxTokens: string
}
export type Conversation = Settings & { readonly draft: string; readonly turns: readonly Turn[] }

const fresh: Conversation = {
  model: '',
  system: '',
  temperature: '',
  topP: '',
  maxTokens: '',
  draft: '',
  turns: [],
}

// One per organization, in memory as long as the tab: going to the log of a call and back loses nothing, and prompts are
// written nowhere. Signing out loads the page anew.
const conversations = new Map<string, Conversation>()
const listeners = new Set<() => void>()

export function conversationOf(org: string): Conversation {
  return conversations.get(org) ?? fresh
}

export function change(org: string, changes: Partial<Conversation>) {
  conversations.set(org, { ...conversationOf(org), ...changes })
  for (const listener of listeners) listener()
}

export function changeAnswer(org: string, turn: string, changes: Partial<Answer>) {
  const { turns } = conversationOf(org)
  change(org, {
    turns: turns.map((one) => (one.id === turn ? { ...one, answer: { ...one.answer, ...changes } } : one)),
  })
}

export function useConversation(org: string): Conversation {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => conversationOf(org),
  )
}

export const isRunning = ({ answer }: Turn) => answer.state === 'waiting' || answer.state === 'streaming'
