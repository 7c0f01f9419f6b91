import { useQuery } from '@tanstack/react-query'
import { KeyRound, ScrollText } from 'lucide-react'
import type { Membership } from '../../lib/session.ts'
import { useTranslation } from '../../lib/texts.tsx'
import type { Entry } from './entries.tsx'
import { foundQuery, pageOf, type Wanted } from './find.ts'

/** The key or the call that an id names, as a line; until then, what there is to say about it. */
export function useFoundEntry(
  wanted: Wanted | null,
  organizations: readonly Membership[],
  org: string,
): { entry: Entry | null; looking: boolean; text: string | null } {
  const { t } = useTranslation('palette')
  // Where one is comes first: most likely it is there.
  const ordered = [...organizations].sort((a, b) => Number(b.slug === org) - Number(a.slug === org))
  const { data, isFetching, isError } = useQuery(foundQuery(wanted, ordered))
  if (wanted === null) return { entry: null, looking: false, text: null }
  if (data) {
    const entry: Entry = {
      id: `found:${data.id}`,
      group: 'found',
      label: t(`found.${data.kind}`, { name: data.name, organization: data.organization.name }),
      note: data.id,
      icon: data.kind === 'key' ? KeyRound : ScrollText,
      href: pageOf(data),
    }
    return { entry, looking: false, text: null }
  }
  if (isFetching) return { entry: null, looking: true, text: t('looking', { id: wanted.id }) }
  return { entry: null, looking: false, text: isError ? t('failed') : t('notFound', { id: wanted.id }) }
}
