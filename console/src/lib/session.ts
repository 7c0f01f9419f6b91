import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf } from './api.ts'

export type Session = ReplyOf<'GET /auth/session'>
export type Membership = ItemOf<'GET /me/organizations'>
type Permission = Membership['can'][number]

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api('GET /auth/session', { signal }),
  staleTime: 5 * 60_000,
  retry: false,
})

export const organizationsQuery = queryOptions({
  queryKey: ['me', 'organizations'],
  queryFn: ({ signal }) => api('GET /me/organizations', { signal }),
  staleTime: 60_000,
})

/** Who is signed in; `undefined` on public pages. */
export function useSession(): Session | undefined {
  return useQuery({ ...sessionQuery, enabled: false }).data
}

/** My membership in the organization of the path, by slug or id. */
export function useMembership(org: string | undefined): Membership | undefined {
  const session = useSession()
  const { data } = useQuery({ ...organizationsQuery, enabled: session !== undefined })
  return data?.items.find((item) => item.slug === org || item.id === org)
}

/** Whether the server said that I may do this here. Hides or disables; the server decides. */
export function useCan(org: string | undefined): (permission: Permission) => boolean {
  const membership = useMembership(org)
  return (permission) => membership?.can.includes(permission) ?? false
}
