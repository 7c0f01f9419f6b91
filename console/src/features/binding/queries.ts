import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, type ReplyOf } from '../../lib/api.ts'

export type Identities = ReplyOf<'GET /me/identities'>
export type Identity = Identities['items'][number]

export const identitiesQuery = queryOptions({
  queryKey: ['me', 'identities'],
  queryFn: ({ signal }) => api('GET /me/identities', { signal }),
})
export const ownEmailsQuery = queryOptions({
  queryKey: ['me', 'emails'],
  queryFn: ({ signal }) => api('GET /me/emails', { signal }),
})

/** Where to send the browser, after a confirmation. */
export const beginLinking = (provider: string) => api('POST /me/identities', { body: { provider } })

export function useUnlink(): (id: string) => Promise<{ endedSessions: number }> {
  const client = useQueryClient()
  return async (id) => {
    const done = await api('DELETE /me/identities/{id}', { params: { id } })
    await client.invalidateQueries({ queryKey: ['me'] })
    return done
  }
}
