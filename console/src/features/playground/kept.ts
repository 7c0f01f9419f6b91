import type { Chat } from './chat.ts'

/** Chats in this browser's IndexedDB, by whose they are. Signing out empties it (`Clear-Site-Data`, rule 9). */
const version = 1
type Row = { owner: string; id: string; chat: Chat }

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('portico-playground', version)
    request.onupgradeneeded = () => request.result.createObjectStore('chats', { keyPath: ['owner', 'id'] })
    request.onsuccess = () => {
      // Signing out in another tab deletes it: the next use opens it anew.
      request.result.onversionchange = forget
      request.result.onclose = () => {
        opened = undefined
      }
      resolve(request.result)
    }
    request.onerror = () => reject(request.error)
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

function forget(this: IDBDatabase) {
  this.close()
  opened = undefined
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction('chats', mode)
  const request = act(transaction.objectStore('chats'))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}

// An array sorts after every string: all ids of one owner.
const all = (owner: string) => IDBKeyRange.bound([owner], [owner, []])

export async function readChats(owner: string): Promise<Chat[]> {
  const rows: Row[] = await run('readonly', (store) => store.getAll(all(owner)))
  return rows.map(({ chat }) => chat)
}

export async function writeChat(owner: string, chat: Chat): Promise<void> {
  await run('readwrite', (store) => store.put({ owner, id: chat.id, chat } satisfies Row))
}

export async function deleteChat(owner: string, id: string): Promise<void> {
  await run('readwrite', (store) => store.delete([owner, id]))
}

export async function deleteChats(owner: string): Promise<void> {
  await run('readwrite', (store) => store.delete(all(owner)))
}
