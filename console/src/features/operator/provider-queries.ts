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
/** The organizations that a claim may bring into, all of them: they are chosen from by name. */
export const sharedOrganizationsQuery = queryOptions({
  queryKey: ['operator', 'organizations', 'shared'],
  queryFn: async ({ signal }) => {
    const all: ItemOf<'GET /admin/organizations'>[] = []
    let cursor: string | undefined
    do {
      const query = { kind: 'shared', limit: 100, cursor } as const
      const page = await api('GET /admin/organizations', { query, signal })
      all.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return all
  },
})
export const createProvider = (body: NewProvider) => api('POST /admin/identity-providers', { body })
export const updateProvider = (id: string, body: ProviderChanges) =>
  api('PATCH /admin/identity-providers/{id}', { params: { id }, body })
export const deleteProvider = (id: string) => api('DELETE /admin/identity-providers/{id}', { params: { id } })
export const testProvider = (id: string) =>
  api('POST /admin/identity-providers/{id}/test', { params: { id } })
