import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQueryClient,
} from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'
import { sessionQuery } from '../../lib/session.ts'

export type Me = ReplyOf<'GET /me'>
export type ProfileChanges = NonNullable<RequestOf<'PATCH /me'>['body']>
export type Preferences = ReplyOf<'GET /me/preferences'>
export type PreferenceChanges = NonNullable<RequestOf<'PATCH /me/preferences'>['body']>
export type SecurityEvent = ItemOf<'GET /me/security-log'>
export type SecurityFilter = Omit<
  NonNullable<NonNullable<RequestOf<'GET /me/security-log'>>['query']>,
  'limit' | 'cursor'
>
export type OwnSession = ItemOf<'GET /me/sessions'>
export type PasswordChange = RequestOf<'POST /me/password'>['body']

export const meQuery = queryOptions({
  queryKey: ['me', 'profile'],
  queryFn: ({ signal }) => api('GET /me', { signal }),
})

/** Below `me`, so that whatever a person changes of themselves has it counted anew. */
export const securityQuery = queryOptions({
  queryKey: ['me', 'security'],
  queryFn: ({ signal }) => api('GET /me/security', { signal }),
  staleTime: 0,
})

export const preferencesQuery = queryOptions({
  queryKey: ['me', 'preferences'],
  queryFn: ({ signal }) => api('GET /me/preferences', { signal }),
})

/** How long a password must be here. */
export const passwordLengthQuery = queryOptions({
  queryKey: ['auth', 'methods'],
  queryFn: ({ signal }) => api('GET /auth/methods', { signal }),
  select: ({ passwordMinLength }) => passwordMinLength,
})

export const securityLogQuery = (filter: SecurityFilter) =>
  infiniteQueryOptions({
    queryKey: ['me', 'security-log', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /me/security-log', { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const sessionsQuery = infiniteQueryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ pageParam, signal }) =>
    api('GET /me/sessions', { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})

export const endSession = (id: string) => api('DELETE /me/sessions/{id}', { params: { id } })
export const endOtherSessions = () => api('DELETE /me/sessions')

/** What is shown of the person everywhere comes with the session. */
async function refresh(client: QueryClient): Promise<void> {
  await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
  void client.invalidateQueries({ queryKey: ['me'] })
}

/** Every change of the personal centre; what shows it is fresh before each ends. */
export function usePersonalChanges() {
  const client = useQueryClient()
  const kept = async (me: Me): Promise<void> => {
    client.setQueryData(meQuery.queryKey, me)
    await refresh(client)
  }
  return {
    profile: async (body: ProfileChanges) => kept(await api('PATCH /me', { body })),
    picture: async (image: string) => kept(await api('PUT /me/avatar', { body: { image } })),
    noPicture: async () => kept(await api('DELETE /me/avatar')),
    async preferences(body: PreferenceChanges) {
      client.setQueryData(preferencesQuery.queryKey, await api('PATCH /me/preferences', { body }))
      await refresh(client)
    },
    async password(body: PasswordChange) {
      const { endedSessions } = await api('POST /me/password', { body })
      await refresh(client)
      return endedSessions
    },
  }
}

export type OwnEmail = ReplyOf<'GET /me/emails'>['items'][number]
export const emailsQuery = queryOptions({
  queryKey: ['me', 'emails'],
  queryFn: ({ signal }) => api('GET /me/emails', { signal }),
})

/** Every change of addresses; the list is fresh before each ends. */
export function useEmailChanges() {
  const client = useQueryClient()
  const fresh = async () => {
    await client.invalidateQueries({ queryKey: emailsQuery.queryKey })
    await refresh(client)
  }
  return {
    async add(email: string) {
      await api('POST /me/emails', { body: { email } })
      await fresh()
    },
    async makePrimary(id: string) {
      await api('PATCH /me/emails/{id}', { params: { id }, body: { primary: true } })
      await fresh()
    },
    async remove(id: string) {
      await api('DELETE /me/emails/{id}', { params: { id } })
      await fresh()
    },
    resend: (id: string) => api('POST /me/emails/{id}/resend', { params: { id } }),
  }
}
