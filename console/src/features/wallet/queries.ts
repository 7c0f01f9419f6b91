import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'

export type Wallet = ReplyOf<'GET /orgs/{org}/wallet'>
export type LedgerLine = ItemOf<'GET /orgs/{org}/ledger'>
export type PriceAnswer = ReplyOf<'POST /orgs/{org}/price-check'>

export const walletQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'wallet'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/wallet', { params: { org }, signal }),
  })

export const ledgerQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: ['orgs', org, 'ledger'],
    queryFn: ({ pageParam, signal }) =>
      api('GET /orgs/{org}/ledger', { params: { org }, query: { cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const modelsQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'models'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/models', { params: { org }, signal }),
  })

export const checkPrice = (org: string, body: RequestOf<'POST /orgs/{org}/price-check'>['body']) =>
  api('POST /orgs/{org}/price-check', { params: { org }, body })
