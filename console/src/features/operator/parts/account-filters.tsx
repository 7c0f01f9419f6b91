import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DateRange, type Range, type RangePreset, rangeMoments } from '../../../ui/date-range.tsx'
import { type Chip, FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'
import type { AccountFilter } from '../queries.ts'

export const accountGroups = ['enabled', 'disabled', 'operators'] as const
const seenSpans = ['24h', '7d', '30d', 'not30d', 'not90d'] as const
type Joined = Exclude<RangePreset, '1h'>
const joinedPresets: readonly Joined[] = ['24h', '7d', '30d', 'custom']

/** What the address says about which accounts are shown. */
export type AccountSearch = {
  q?: string
  group?: (typeof accountGroups)[number]
  joined?: Joined
  from?: string
  to?: string
  seen?: (typeof seenSpans)[number]
}
export const noAccountSearch: Record<keyof AccountSearch, undefined> = {
  ...{ q: undefined, group: undefined, joined: undefined },
  ...{ from: undefined, to: undefined, seen: undefined },
}

const hourMs = 3_600_000
const hoursOf = { '24h': 24, '7d': 168, '30d': 720, not30d: 720, not90d: 2160 } as const

/** The filter of the server for what the address says. Spans end now, to the hour, so that a list stays one list. */
export function filterOf(search: AccountSearch, now = Date.now()): AccountFilter {
  const { q, group, joined, from, to, seen } = search
  const range = rangeMoments({ preset: joined, from, to }, now)
  const hour = Math.floor(now / hourMs) * hourMs
  const since = seen && new Date(hour - hoursOf[seen] * hourMs).toISOString()
  return {
    ...(q && { q }),
    ...(group && { group }),
    ...(range.from && { joinedFrom: range.from }),
    ...(range.to && { joinedTo: range.to }),
    ...(since && (seen.startsWith('not') ? { notSignedInSince: since } : { signedInSince: since })),
  }
}

type Props = { value: AccountSearch; onChange: (changes: AccountSearch) => void }

/** Which accounts are shown: by text, group, time of joining and of the last sign-in. */
export function AccountFilters({ value, onChange }: Props) {
  const { t } = useTranslation('accounts')
  const { day } = useFormat()
  const { q, group, joined, from, to, seen } = value
  const custom = joined === 'custom' || (joined === undefined && (from !== undefined || to !== undefined))
  // The end of a day is the moment after it.
  const last = (at: string) => day(new Date(Date.parse(at) - 1))
  const joinedText =
    joined !== undefined && joined !== 'custom'
      ? t(`ui:range.${joined}`)
      : from !== undefined && to !== undefined
        ? t('chip.between', { from: day(from), to: last(to) })
        : from !== undefined
          ? t('chip.since', { from: day(from) })
          : to !== undefined
            ? t('chip.until', { to: last(to) })
            : undefined
  const chips: Chip[] = []
  if (q) chips.push({ id: 'q', label: t('chip.q', { q }), onRemove: () => onChange({ q: undefined }) })
  if (group)
    chips.push({
      ...{ id: 'group', label: t(`group.${group}`) },
      onRemove: () => onChange({ group: undefined }),
    })
  if (joinedText)
    chips.push({
      ...{ id: 'joined', label: t('chip.joined', { time: joinedText }) },
      onRemove: () => onChange({ joined: undefined, from: undefined, to: undefined }),
    })
  if (seen)
    chips.push({
      ...{ id: 'seen', label: t('chip.seen', { time: t(`seen.${seen}`) }) },
      onRemove: () => onChange({ seen: undefined }),
    })
  const setRange = ({ preset, from, to }: Range<Joined>) => onChange({ joined: preset, from, to })
  return (
    <FilterBar chips={chips} onClear={() => onChange(noAccountSearch)}>
      <SearchField
        label={t('search')}
        value={q ?? ''}
        onSearch={(next) => onChange({ q: next || undefined })}
      />
      <Select
        label={t('group.label')}
        className="w-40"
        value={group ?? ''}
        onValueChange={(next) => onChange({ group: accountGroups.find((known) => known === next) })}
        options={[
          { value: '', label: t('group.all') },
          ...accountGroups.map((one) => ({ value: one, label: t(`group.${one}`) })),
        ]}
      />
      <Select
        label={t('column.lastSignIn')}
        className="w-44"
        value={seen ?? ''}
        onValueChange={(next) => onChange({ seen: seenSpans.find((known) => known === next) })}
        options={[
          { value: '', label: t('ui:range.any') },
          ...seenSpans.map((one) => ({ value: one, label: t(`seen.${one}`) })),
        ]}
      />
      <DateRange
        label={t('joined')}
        presets={joinedPresets}
        days
        value={{ preset: custom ? 'custom' : joined, from, to }}
        onValueChange={setRange}
      />
    </FilterBar>
  )
}
