import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../../../lib/texts.tsx'
import type { Chip } from '../../../ui/filters.tsx'
import { type By, type Filter, groupsQuery } from '../queries.ts'
import { useGroupName } from './breakdown.tsx'

type Props = {
  org: string
  filter: Filter
  span: { from: string; to?: string; zone: string }
  enabled: boolean
  onChange: (filter: Filter) => void
}

/** What the overview is narrowed to, by name. */
export function useChips({ org, filter, span, enabled, onChange }: Props): Chip[] {
  const { t } = useTranslation('overview')
  const nameOf = useGroupName()
  const narrowed = (by: By) => ({
    ...groupsQuery(org, { ...span, ...filter, by }),
    enabled: enabled && !!filter[by],
  })
  const keys = useQuery(narrowed('key')).data?.groups ?? []
  const members = useQuery(narrowed('account')).data?.groups ?? []
  const name = (groups: typeof keys, id: string) =>
    nameOf(groups.find((group) => group.id === id) ?? { id, name: null })
  const chips: (Chip | false)[] = [
    filter.model !== undefined && {
      id: 'model',
      label: t('chip.model', { name: filter.model }),
      onRemove: () => onChange({ model: undefined }),
    },
    filter.key !== undefined && {
      id: 'key',
      label: t('chip.key', { name: name(keys, filter.key) }),
      onRemove: () => onChange({ key: undefined }),
    },
    filter.account !== undefined && {
      id: 'account',
      label: t('chip.account', { name: name(members, filter.account) }),
      onRemove: () => onChange({ account: undefined }),
    },
  ]
  return chips.filter((chip) => chip !== false)
}
