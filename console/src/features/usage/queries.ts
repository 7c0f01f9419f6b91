import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, apiResponse, type ItemOf, type ReplyOf } from '../../lib/api.ts'

export type Call = ItemOf<'GET /orgs/{org}/usage'>
export type WholeCall = ReplyOf<'GET /orgs/{org}/usage/{id}'>
export type CallFilter = {
  from?: string
  to?: string
  model?: string
  key?: string
  account?: string
  status?: string
  requestId?: string
}

/** Every call, or only those that were refused or failed. */
export type LogKind = 'usage' | 'errors'
const routes = { usage: 'GET /orgs/{org}/usage', errors: 'GET /orgs/{org}/errors' } as const
const pageRows = 50

export const callsQuery = (org: string, kind: LogKind, filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'usage', 'list', kind, filter],
    queryFn: ({ pageParam, signal }) =>
      api(routes[kind], {
        params: { org },
        query: { ...filter, cursor: pageParam, limit: pageRows },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** The newest calls, asked again every few seconds; not while the tab is hidden. */
export const newestQuery = (org: string, kind: LogKind, filter: CallFilter) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'newest', kind, filter],
    queryFn: ({ signal }) =>
      api(routes[kind], { params: { org }, query: { ...filter, limit: pageRows }, signal }),
    refetchInterval: 3000,
    refetchIntervalInBackground: false,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

const files = { csv: 'GET /orgs/{org}/usage.csv', jsonl: 'GET /orgs/{org}/usage.jsonl' } as const

/** The calls that a log shows, all of them, as a file. */
export const exportCalls = (
  org: string,
  kind: LogKind,
  filter: CallFilter,
  format: keyof typeof files,
  signal: AbortSignal,
) =>
  apiResponse(files[format], {
    params: { org },
    query: { ...filter, only: kind === 'errors' ? 'errors' : undefined },
    signal,
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
  range: { from?: string; to?: string; model?: string; key?: string; account?: string },
  by: 'model' | 'key' | 'account' = 'model',
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
