import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, type ItemOf, type RequestOf } from '../../lib/api.ts'

export type AccessToken = ItemOf<'GET /me/access-tokens'>
export type NewToken = RequestOf<'POST /me/access-tokens'>['body']
export type TokenChanges = RequestOf<'PATCH /me/access-tokens/{id}'>['body']
/** The secret is null where the answer was a repeated one: then it is lost. */
export type Made = { accessToken: AccessToken; secret: string | null }

export const tokensQuery = infiniteQueryOptions({
  queryKey: ['me', 'access-tokens'],
  queryFn: ({ pageParam, signal }) =>
    api('GET /me/access-tokens', { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})

export const createToken = (body: NewToken, idempotencyKey: string) =>
  api('POST /me/access-tokens', { body, idempotencyKey })
export const updateToken = (id: string, body: TokenChanges) =>
  api('PATCH /me/access-tokens/{id}', { params: { id }, body })
export const regenerateToken = (
  id: string,
  body: RequestOf<'POST /me/access-tokens/{id}/regenerate'>['body'],
  idempotencyKey: string,
) => api('POST /me/access-tokens/{id}/regenerate', { params: { id }, body, idempotencyKey })
export const revokeToken = (id: string) => api('DELETE /me/access-tokens/{id}', { params: { id } })
