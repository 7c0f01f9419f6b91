import { queryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'

export type Provider = ItemOf<'GET /admin/identity-providers'>
export type NewProvider = RequestOf<'POST /admin/identity-providers'>['body']
export type ProviderChanges = RequestOf<'PATCH /admin/identity-providers/{id}'>['body']
export type ProviderTest = ReplyOf<'POST /admin/identity-providers/{id}/test'>

export const providersQuery = queryOptions({
  queryKey: ['operator', 'identity-providers'],
  queryFn: ({ signal }) => api('GET /admin/identity-providers', { signal }),
})
export const createProvider = (body: NewProvider) => api('POST /admin/identity-providers', { body })
export const updateProvider = (id: string, body: ProviderChanges) =>
  api('PATCH /admin/identity-providers/{id}', { params: { id }, body })
export const deleteProvider = (id: string) => api('DELETE /admin/identity-providers/{id}', { params: { id } })
export const testProvider = (id: string) =>
  api('POST /admin/identity-providers/{id}/test', { params: { id } })
