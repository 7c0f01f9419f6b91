import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, type ItemOf } from '../../lib/api.ts'

export type SignInNotice = ItemOf<'GET /me/sign-in-notices'>

/** Asked again when somebody comes back to the tab: a sign-in that was not theirs is told soon. */
export const noticesQuery = queryOptions({
  queryKey: ['me', 'sign-in-notices'],
  queryFn: ({ signal }) => api('GET /me/sign-in-notices', { signal }),
  staleTime: 60_000,
  refetchInterval: 5 * 60_000,
  retry: false,
})

export async function saidMine(client: QueryClient, id: string): Promise<void> {
  await api('POST /me/sign-in-notices/{id}', { params: { id }, body: { mine: true } })
  await client.invalidateQueries({ queryKey: noticesQuery.queryKey })
}

/** Locks the account. This session ends with the others, so the new password is set where nobody is signed in. */
export function useLockdown(): (id: string) => Promise<void> {
  const client = useQueryClient()
  const router = useRouter()
  return async (id) => {
    const { resetToken } = await api('POST /me/sign-in-notices/{id}', {
      params: { id },
      body: { mine: false },
    })
    // Before the page comes that asks anew: what it asks for would be thrown away with the rest.
    client.clear()
    await router.navigate({ to: '/not-me', hash: `locked=${resetToken}`, replace: true })
  }
}
