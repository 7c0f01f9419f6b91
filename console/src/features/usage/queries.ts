import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf } from '../../lib/api.ts'

export type Call = ItemOf<'GET /orgs/{org}/usage'>
export type WholeCall = ReplyOf<'GET /orgs/{org}/usage/{id}'>
export type CallFilter = {
  from?: string
  to?: string
  model?: string
  key?: string
  status?: string
  requestId?: string
}

export const callsQuery = (org: string, filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'usage', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api('GET /orgs/{org}/usage', {
        params: { org },
        query: { ...filter, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

export const callQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'call', id],
    queryFn: ({ signal }) => api('GET /orgs/{org}/usage/{id}', { params: { org, id }, signal }),
    // A record never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** By day: a summary by the hour covers a limited time only. */
export const summaryQuery = (
  org: string,
  range: { from?: string; to?: string },
  by: 'model' | 'key' = 'model',
) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'summary', range, by],
    queryFn: ({ signal }) =>
      api('GET /orgs/{org}/usage/summary', {
        params: { org },
        query: { ...range, by, interval: 'day' },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

/** For the example of the first call. */
export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
  })
