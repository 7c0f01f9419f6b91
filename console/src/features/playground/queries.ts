import { queryOptions } from '@tanstack/react-query'
import { ApiError, api, apiResponse, type ItemOf, type ReplyOf } from '../../lib/api.ts'
import type { ChatBody } from './body.ts'

export type Model = ItemOf<'GET /orgs/{org}/models'>
export type CallRecord = ReplyOf<'GET /orgs/{org}/usage/{id}'>

export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
  })

/** The record of an answer. One that was stopped is settled a moment after its end, so it may not be there at once. */
export const recordQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'usage', 'call', id],
    queryFn: ({ signal }) => api('GET /orgs/{org}/usage/{id}', { params: { org, id }, signal }),
    retry: (failures, error) => failures < 8 && error instanceof ApiError && error.status === 404,
    retryDelay: (failures) => 250 * 2 ** Math.min(failures, 3),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Begins an answer; its events are in the body, its id in `x-request-id`. */
export const chat = (org: string, body: ChatBody, signal: AbortSignal) =>
  apiResponse('POST /orgs/{org}/playground/chat/completions', { params: { org }, body, signal })
