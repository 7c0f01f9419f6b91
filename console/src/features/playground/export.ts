import type { Chat } from './chat.ts'

/** Saves chats as a JSON file on this machine. */
export function saveChats(name: string, chats: readonly Chat[]) {
  const file = new Blob([JSON.stringify({ version: 1, chats }, null, 2)], { type: 'application/json' })
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  // What no file system takes in a name.
  link.download = `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'chat'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
