import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQueryClient,
} from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf } from '../../lib/api.ts'
import { organizationsQuery, sessionQuery } from '../../lib/session.ts'

export type Organization = ReplyOf<'GET /orgs/{org}'>
export type Member = ItemOf<'GET /orgs/{org}/members'>
export type AuditEvent = ItemOf<'GET /orgs/{org}/audit'>
export type AuditFilter = { from?: string; to?: string; act?: string; account?: string }

const pageRows = 50
const nextOf = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined

export const organizationQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'organization'],
    queryFn: ({ signal }) => api('GET /orgs/{org}', { params: { org }, signal }),
  })

export const membersQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'members', 'pages'],
    queryFn: ({ pageParam, signal }) =>
      api('GET /orgs/{org}/members', {
        params: { org },
        query: { cursor: pageParam, limit: pageRows },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
  })

/** Whom a filter offers. Who is beyond the first page is named by a link only. */
export const peopleQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'members', 'first'],
    queryFn: ({ signal }) =>
      api('GET /orgs/{org}/members', { params: { org }, query: { limit: 200 }, signal }),
    staleTime: 60_000,
  })

export const auditQuery = (org: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /orgs/{org}/audit', {
        params: { org },
        query: { ...filter, cursor: pageParam, limit: pageRows },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
    placeholderData: keepPreviousData,
  })

export const auditEventQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'audit-event', id],
    queryFn: ({ signal }) => api('GET /orgs/{org}/audit/{id}', { params: { org, id }, signal }),
    // What happened never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Makes an organization; it is among mine before this ends, so that its pages open. */
async function createOrganization(
  client: QueryClient,
  body: { name: string; slug: string },
  idempotencyKey: string,
) {
  const made = await api('POST /orgs', { body, idempotencyKey })
  await client.fetchQuery({ ...organizationsQuery, staleTime: 0 })
  return made
}

export function useCreateOrganization() {
  const client = useQueryClient()
  return (body: { name: string; slug: string }, idempotencyKey: string) =>
    createOrganization(client, body, idempotencyKey)
}

/** Renames an organization; it is found under its new name everywhere before this ends. */
export function useChangeOrganization(org: string) {
  const client = useQueryClient()
  return async (body: { name?: string; slug?: string }): Promise<Organization> => {
    const changed = await api('PATCH /orgs/{org}', { params: { org }, body })
    const { id, slug, name } = changed
    client.setQueryData(organizationQuery(slug).queryKey, changed)
    client.setQueryData(
      organizationsQuery.queryKey,
      (list) => list && { items: list.items.map((one) => (one.id === id ? { ...one, slug, name } : one)) },
    )
    if (changed.personal)
      client.setQueryData(
        sessionQuery.queryKey,
        (session) =>
          session && { ...session, personalOrganization: { ...session.personalOrganization, slug } },
      )
    void client.invalidateQueries({ queryKey: ['orgs', slug, 'audit'] })
    return changed
  }
}
