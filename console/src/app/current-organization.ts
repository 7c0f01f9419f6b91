import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
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
  useFollowRenaming(org, items && inPath !== undefined)
  if (slug !== undefined) return slug
  const last = organizationOfTab()
  // Until the list is there, what was remembered is the best guess.
  const known = last && (items ? items.find((one) => one.id === last.id) : last)
  return known?.slug ?? session?.personalOrganization.slug ?? ''
}

/** Somebody renamed the organization while its page is open here: the router asks anew, and goes on to the name of today. */
function useFollowRenaming(org: string | undefined, known: boolean | undefined) {
  const router = useRouter()
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (known) before.current = org
    if (known !== false || before.current !== org || router.state.isLoading) return
    before.current = undefined
    void router.invalidate()
  }, [org, known, router])
}
