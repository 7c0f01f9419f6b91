import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { organizationOfTab, rememberOrganization } from '../lib/organization-of-tab.ts'
import { organizationsQuery, useSession } from '../lib/session.ts'

/** The organization in the path; elsewhere the one that this tab was last about, else the personal one. */
export function useCurrentOrganization(): string {
  const { org } = useParams({ strict: false })
  const session = useSession()
  const items = useQuery(organizationsQuery).data?.items
  const mine = (slug: string) => items?.some((one) => one.slug === slug)
  const inPath = org !== undefined && mine(org) ? org : null
  useEffect(() => {
    if (inPath !== null) rememberOrganization(inPath)
  }, [inPath])
  if (inPath !== null) return inPath
  const last = organizationOfTab()
  // Until the list is there, what was remembered is the best guess.
  if (last !== null && mine(last) !== false) return last
  return session?.personalOrganization.slug ?? ''
}
