import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { api, type ItemOf, type ReplyOf, type RequestOf } from '../../lib/api.ts'
import { sessionQuery } from '../../lib/session.ts'

export type TotpState = ReplyOf<'GET /me/totp'>
/** Shown once: it never enters a cache. */
export type SetUp = ReplyOf<'POST /me/totp'>
export type TrustedDevice = ItemOf<'GET /me/trusted-devices'>
type OwnProof = RequestOf<'DELETE /me/totp'>['body']

export const totpQuery = queryOptions({
  queryKey: ['me', 'totp'],
  queryFn: ({ signal }) => api('GET /me/totp', { signal }),
})

export const trustedDevicesQuery = infiniteQueryOptions({
  queryKey: ['me', 'trusted-devices'],
  queryFn: ({ pageParam, signal }) =>
    api('GET /me/trusted-devices', { query: { cursor: pageParam, limit: 50 }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
})

export const beginSetUp = () => api('POST /me/totp')
export const signOut = () => api('POST /auth/sign-out')

/** Every change of the second factor; what shows it is fresh before each ends. */
export function useSecondFactorChanges() {
  const client = useQueryClient()
  const changed = async () => {
    await client.invalidateQueries({ queryKey: totpQuery.queryKey })
    // Other sessions and trusted devices have ended with it, and the log has a line more.
    void client.invalidateQueries({ queryKey: ['me'] })
    void client.invalidateQueries(sessionQuery)
  }
  return {
    async complete(code: string) {
      const { endedSessions } = await api('POST /me/totp/confirm', { body: { code } })
      await changed()
      return endedSessions
    },
    async disable(body: OwnProof) {
      await api('DELETE /me/totp', { body })
      await changed()
    },
    async renewCodes(body: OwnProof) {
      const { recoveryCodes } = await api('POST /me/recovery-codes', { body })
      await changed()
      return recoveryCodes
    },
    async forgetDevice(id: string) {
      await api('DELETE /me/trusted-devices/{id}', { params: { id } })
      await changed()
    },
  }
}
