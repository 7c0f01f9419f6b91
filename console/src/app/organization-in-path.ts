import type { QueryClient } from '@tanstack/react-query'
import { notFound, redirect } from '@tanstack/react-router'
import { ApiError, api } from '../lib/api.ts'
import { type Membership, organizationsQuery } from '../lib/session.ts'

/**
 * My membership in the organization that an address names. A name it had earlier, and its id, go on to the same page under the name that
 * it has now; where I do not belong there is nothing.
 *
 * @throws a redirect or notFound of the router
 */
export async function organizationInPath(
  queryClient: QueryClient,
  named: string,
  href: string,
): Promise<Membership> {
  const current = await currentMembership(queryClient, named)
  if (current.twoFactorMissing)
    throw redirect({
      href: `/second-factor-required?org=${current.slug}&next=${encodeURIComponent(href)}`,
      replace: true,
    })
  if (current.slug === named) return current
  throw redirect({ href: href.replace(/^\/orgs\/[^/?#]+/, `/orgs/${current.slug}`), replace: true })
}

async function currentMembership(queryClient: QueryClient, named: string): Promise<Membership> {
  const known = (await queryClient.ensureQueryData(organizationsQuery)).items
  const found = known.find((one) => one.slug === named || one.id === named)
  if (found) return found
  // The server knows its former names; and it may have got this one since the list was read.
  const { id } = await api('GET /orgs/{org}', { params: { org: named } }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) throw notFound()
    throw error
  })
  const { items } = await queryClient.fetchQuery({ ...organizationsQuery, staleTime: 0 })
  const now = items.find((one) => one.id === id)
  if (!now) throw notFound()
  return now
}
