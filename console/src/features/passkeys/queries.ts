import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, type ItemOf } from '../../lib/api.ts'
import { makePasskey, signalAll } from '../../lib/passkeys.ts'
import { sessionQuery, useSession } from '../../lib/session.ts'

export type Passkey = ItemOf<'GET /me/passkeys'>

// There are 25 at most: one page holds them all.
export const passkeysQuery = infiniteQueryOptions({
  queryKey: ['me', 'passkeys'],
  queryFn: ({ pageParam, signal }) =>
    api('GET /me/passkeys', { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})

/** Whether the operator has them switched on. */
export const methodsQuery = queryOptions({
  queryKey: ['auth', 'methods'],
  queryFn: ({ signal }) => api('GET /auth/methods', { signal }),
})

export const renamePasskey = (id: string, name: string) =>
  api('PATCH /me/passkeys/{id}', { params: { id }, body: { name } })

/** What every change brings: the session was renewed, others have ended, the log has a line more. */
export function usePasskeyChanges() {
  const client = useQueryClient()
  const accountId = useSession()?.account.id ?? ''
  async function changed() {
    await client.invalidateQueries({ queryKey: passkeysQuery.queryKey })
    for (const queryKey of [['me', 'security-log'], ['me', 'sessions'], sessionQuery.queryKey])
      void client.invalidateQueries({ queryKey })
  }
  return {
    async add() {
      const made = await api('POST /me/passkeys', { body: { passkey: await makePasskey() } })
      await changed()
      return made
    },
    async rename(id: string, name: string) {
      await renamePasskey(id, name)
      await changed()
    },
    /** Rule 28: the browser is told what is left, so that it offers the deleted one no more. */
    async remove(id: string) {
      const { endedSessions } = await api('DELETE /me/passkeys/{id}', { params: { id } })
      await changed()
      const left = await client.fetchInfiniteQuery({ ...passkeysQuery, staleTime: 60_000 })
      const here = left.pages.flatMap(({ items }) => items).filter(({ stranded }) => !stranded)
      await signalAll(
        accountId,
        here.map(({ credentialId }) => credentialId),
      )
      return endedSessions
    },
  }
}
