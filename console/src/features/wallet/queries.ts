import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf } from '../../lib/api.ts'

export type Wallet = ReplyOf<'GET /orgs/{org}/wallet'>
export type LedgerLine = ItemOf<'GET /orgs/{org}/ledger'>

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
