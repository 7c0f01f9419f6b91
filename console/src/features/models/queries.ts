import { queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'

export type Model = ItemOf<'GET /orgs/{org}/models'>
export type PriceAnswer = ReplyOf<'POST /orgs/{org}/price-check'>

export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
  })

export const checkPrice = (org: string, body: RequestOf<'POST /orgs/{org}/price-check'>['body']) =>
  api('POST /orgs/{org}/price-check', { params: { org }, body })
