import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type RequestOf } from '../../lib/api.ts'

export type Key = ItemOf<'GET /orgs/{org}/keys'>
export type KeyStatus = Key['status']
export type KeyChanges = NonNullable<RequestOf<'PATCH /orgs/{org}/keys/{id}'>['body']>
export type NewKey = RequestOf<'POST /orgs/{org}/keys'>['body']

const limit = 50
const nextOf = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined

export const keysQuery = (org: string, filter: { q?: string; status?: KeyStatus }) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'keys', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /orgs/{org}/keys', {
        params: { org },
        query: { ...filter, cursor: pageParam, limit },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
  })

/** The keys that I made, in every organization. */
export const myKeysQuery = (filter: { q?: string }) =>
  infiniteQueryOptions({
    queryKey: ['me', 'keys', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /me/keys', { query: { ...filter, cursor: pageParam, limit }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextOf,
  })

export const keyQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'key', id],
    queryFn: ({ signal }) => api('GET /orgs/{org}/keys/{id}', { params: { org, id }, signal }),
  })

export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
    staleTime: 60_000,
  })

/** How long a key may live here, by the organization's policy. */
export const policyQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'policy'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/policy', { params: { org }, signal }),
  })

/** Names for the accounts that keys belong to; who is beyond the first page keeps the id. */
export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'members', 'first'],
    queryFn: ({ signal }) =>
      api('GET /orgs/{org}/members', { params: { org }, query: { limit: 200 }, signal }),
    staleTime: 60_000,
  })

export const createKey = (org: string, body: NewKey, idempotencyKey: string) =>
  api('POST /orgs/{org}/keys', { params: { org }, body, idempotencyKey })
export const updateKey = (org: string, id: string, body: KeyChanges) =>
  api('PATCH /orgs/{org}/keys/{id}', { params: { org, id }, body })
export const rotateKey = (org: string, id: string, overlapSeconds: number, idempotencyKey: string) =>
  api('POST /orgs/{org}/keys/{id}/rotate', { params: { org, id }, body: { overlapSeconds }, idempotencyKey })
export const revokeKey = (org: string, id: string) =>
  api('DELETE /orgs/{org}/keys/{id}', { params: { org, id } })
