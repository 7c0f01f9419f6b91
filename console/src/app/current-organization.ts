import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { organizationOfTab, rememberOrganization } from '../lib/organization-of-tab.ts'
import { organizationsQuery, useSession } from '../lib/session.ts'

/** Slug of the organization in the path; elsewhere of the one that this tab was last about, else of the personal one. */
export function useCurrentOrganization(): string {
  const { org } = useParams({ strict: false })
  const session = useSession()
  const items = useQuery(organizationsQuery).data?.items
  const inPath = items?.find((one) => one.slug === org)
  const { id, slug } = inPath ?? {}
  useEffect(() => {
    if (id !== undefined && slug !== undefined) rememberOrganization({ id, slug })
  }, [id, slug])
  if (slug !== undefined) return slug
  const last = organizationOfTab()
  // Until the list is there, what was remembered is the best guess.
  const known = last && (items ? items.find((one) => one.id === last.id) : last)
  return known?.slug ?? session?.personalOrganization.slug ?? ''
}
