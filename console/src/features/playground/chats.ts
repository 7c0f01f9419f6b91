import { useEffect, useSyncExternalStore } from 'react'
import { randomName } from '../../lib/random.ts'
import { type Answer, type Chat, defaults, isRunning, settingsOf } from './chat.ts'
import { deleteChat, deleteChats, readChats, writeChat } from './kept.ts'

/** The chats of an account in an organization. */
export type Book = {
  /** Newest first. One that nothing was asked in is the current one at most, and is neither listed nor kept. */
  readonly chats: readonly Chat[]
  readonly current: string
  readonly loaded: boolean
  /** False where the browser keeps nothing: they last as long as the tab then. */
  readonly kept: boolean
}

const saveAfterMilliseconds = 400
const books = new Map<string, Book>()
const listeners = new Set<() => void>()
const saving = new Map<string, { timer: ReturnType<typeof setTimeout>; write: () => void }>()

const empty = (from: Partial<Chat> = {}): Chat => ({
  ...defaults,
  id: randomName(),
  title: null,
  at: 0,
  draft: '',
  attached: [],
  turns: [],
  ...from,
})

function bookOf(owner: string): Book {
  const known = books.get(owner)
  if (known) return known
  const first = empty()
  const book: Book = { chats: [first], current: first.id, loaded: false, kept: true }
  books.set(owner, book)
  return book
}

function set(owner: string, changes: Partial<Book>) {
  books.set(owner, { ...bookOf(owner), ...changes })
  for (const listener of listeners) listener()
}

export const chatOf = (owner: string, id: string): Chat | undefined =>
  bookOf(owner).chats.find((chat) => chat.id === id)

export const isListed = (chat: Chat) => chat.turns.length > 0

/** Reads what this browser has kept, once. */
async function load(owner: string) {
  if (bookOf(owner).loaded) return
  set(owner, { loaded: true })
  try {
    const found = (await readChats(owner)).map(interrupted).sort((a, b) => b.at - a.at)
    const { chats, current } = bookOf(owner)
    const now = chats.find((chat) => chat.id === current)
    // Who has begun meanwhile goes on where they are.
    const fresh = now === undefined || (!isListed(now) && now.draft === '' && now.attached.length === 0)
    const newest = found[0]
    if (!newest) return
    set(owner, {
      chats: [...(fresh ? [] : chats), ...found],
      current: fresh ? newest.id : current,
    })
  } catch {
    set(owner, { kept: false })
  }
}

/** An answer that was coming when the page was left does not come any more. */
function interrupted(chat: Chat): Chat {
  return {
    ...chat,
    turns: chat.turns.map((turn) =>
      isRunning(turn) ? { ...turn, answer: { ...turn.answer, state: 'stopped' } } : turn,
    ),
  }
}

export function changeChat(owner: string, id: string, changes: Partial<Chat>) {
  const { chats } = bookOf(owner)
  set(owner, { chats: chats.map((chat) => (chat.id === id ? { ...chat, ...changes } : chat)) })
  save(owner, id)
}

export function changeAnswer(owner: string, id: string, turn: string, changes: Partial<Answer>) {
  const turns = chatOf(owner, id)?.turns
  if (!turns) return
  changeChat(owner, id, {
    turns: turns.map((one) => (one.id === turn ? { ...one, answer: { ...one.answer, ...changes } } : one)),
  })
}

/** Begins another chat, with the settings of the current one; an empty one is used again. */
export function newChat(owner: string, changes: Partial<Chat> = {}) {
  const { chats, current } = bookOf(owner)
  const now = chats.find((chat) => chat.id === current)
  if (now && !isListed(now)) return changeChat(owner, current, changes)
  const next = empty({ ...(now ? settingsOf(now) : {}), ...changes })
  set(owner, { chats: [next, ...chats.filter(isListed)], current: next.id })
}

export function chooseChat(owner: string, id: string) {
  const { chats } = bookOf(owner)
  set(owner, { chats: chats.filter((chat) => isListed(chat) || chat.id === id), current: id })
}

/** Deletes a chat, and answers how to take that back. */
export function dropChat(owner: string, id: string): () => void {
  const { chats, current } = bookOf(owner)
  const gone = chats.find((chat) => chat.id === id)
  const left = chats.filter((chat) => chat.id !== id)
  const first = left[0] ?? empty(gone ? settingsOf(gone) : {})
  set(owner, { chats: left.length > 0 ? left : [first], current: current === id ? first.id : current })
  stopSaving(id)
  void deleteChat(owner, id).catch(() => {})
  return () => {
    if (!gone || chatOf(owner, id)) return
    const now = bookOf(owner)
    const others = now.chats.filter((chat) => isListed(chat) || chat.id === now.current)
    set(owner, { chats: [...others, gone].sort((a, b) => b.at - a.at), current: id })
    // At once: who takes back a deletion may leave the next moment.
    void writeChat(owner, gone).catch(() => set(owner, { kept: false }))
  }
}

export async function dropChats(owner: string): Promise<void> {
  const { chats, current } = bookOf(owner)
  for (const { id } of chats) stopSaving(id)
  await deleteChats(owner)
  const now = chats.find((chat) => chat.id === current)
  const first = empty(now ? settingsOf(now) : {})
  set(owner, { chats: [first], current: first.id })
}

function stopSaving(id: string) {
  clearTimeout(saving.get(id)?.timer)
  saving.delete(id)
}

function save(owner: string, id: string) {
  if (saving.has(id)) return
  const write = () => {
    saving.delete(id)
    const chat = chatOf(owner, id)
    if (!chat || !isListed(chat)) return
    void writeChat(owner, chat).catch(() => set(owner, { kept: false }))
  }
  saving.set(id, { timer: setTimeout(write, saveAfterMilliseconds), write })
}

// The last words before the tab goes.
addEventListener('pagehide', () => {
  for (const [id, { timer, write }] of saving) {
    clearTimeout(timer)
    saving.delete(id)
    write()
  }
})

export function useBook(owner: string): Book & { chat: Chat } {
  useEffect(() => void load(owner), [owner])
  const book = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => bookOf(owner),
  )
  const chat = book.chats.find(({ id }) => id === book.current) ?? (book.chats[0] as Chat)
  return { ...book, chat }
}
