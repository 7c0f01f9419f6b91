import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, type ReplyOf } from '../../lib/api.ts'
import type { Interval } from './range.ts'

export type Summary = ReplyOf<'GET /orgs/{org}/usage/summary'>
export type Sums = Summary['totals']
export type By = 'model' | 'key' | 'account'
export type Filter = { model?: string; key?: string; account?: string }
type Asked = Filter & { from: string; to?: string; zone: string }

/** Every bar of the time, and the same time before. */
export const seriesQuery = (org: string, asked: Asked & { interval: Interval }) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'summary', 'series', asked],
    queryFn: ({ signal }) =>
      api('GET /orgs/{org}/usage/summary', {
        params: { org },
        query: { ...asked, empty: 'include', compare: 'previous', stack: 'model' },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const groupsQuery = (org: string, asked: Asked & { by: By }) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'summary', 'groups', asked],
    queryFn: ({ signal }) =>
      api('GET /orgs/{org}/usage/summary', {
        params: { org },
        query: { ...asked, interval: 'month', compare: 'previous' },
        signal,
      }),
    placeholderData: keepPreviousData,
  })

export const walletQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'wallet'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/wallet', { params: { org }, signal }),
  })

/** Whether there is any key, and whether anything was ever called: what the first steps ask for. */
export const beginningQuery = (org: string, may: { keys: boolean; calls: boolean }) =>
  queryOptions({
    queryKey: ['orgs', org, 'beginning', may],
    queryFn: async ({ signal }) => {
      const [keys, calls] = await Promise.all([
        may.keys && api('GET /orgs/{org}/keys', { params: { org }, query: { limit: 1 }, signal }),
        may.calls && api('GET /orgs/{org}/usage', { params: { org }, query: { limit: 1 }, signal }),
      ])
      return { hasKey: !keys || keys.items.length > 0, hasCall: !calls || calls.items.length > 0 }
    },
    // Once begun, always begun.
    staleTime: (query) =>
      query.state.data?.hasKey && query.state.data.hasCall ? Number.POSITIVE_INFINITY : 0,
  })

/** For the example of the first call. */
export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
    staleTime: 60_000,
  })
