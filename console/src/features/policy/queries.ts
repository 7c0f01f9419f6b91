import { queryOptions } from '@tanstack/react-query'
import { api, type ReplyOf, type RequestOf } from '../../lib/api.ts'

export type Policy = ReplyOf<'GET /orgs/{org}/policy'>
export type PolicyChanges = NonNullable<RequestOf<'PATCH /orgs/{org}/policy'>['body']>

export const policyQuery = (org: string) =>
  queryOptions({
    queryKey: ['orgs', org, 'policy'],
    queryFn: ({ signal }) => api('GET /orgs/{org}/policy', { params: { org }, signal }),
  })

export const changePolicy = (org: string, body: PolicyChanges) =>
  api('PATCH /orgs/{org}/policy', { params: { org }, body })
