import { securityGroupNames } from '../../../../../contract/security-groups.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DateRange, type RangePreset } from '../../../ui/date-range.tsx'
import { type Chip, FilterBar } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'
import type { SecurityFilter } from '../queries.ts'

/** What the page keeps in its query. */
export type SecuritySearch = {
  range?: RangePreset
  from?: string
  to?: string
  group?: SecurityFilter['group']
  outcome?: SecurityFilter['outcome']
  row?: string
}
export const noFilters: SecuritySearch = {
  range: undefined,
  from: undefined,
  to: undefined,
  group: undefined,
  outcome: undefined,
}

type Props = { search: SecuritySearch; onChange: (change: SecuritySearch) => void }

/** When, what, and whether it was refused. */
export function SecurityFilters({ search, onChange }: Props) {
  const { t } = useTranslation('personal')
  const custom = search.range === 'custom' || search.from !== undefined || search.to !== undefined
  const groups = securityGroupNames.map((value) => ({ value, label: t(`log.group.${value}`) }))
  const outcomes = (['ok', 'refused'] as const).map((value) => ({
    value,
    label: t(`events:outcome.${value}`),
  }))
  return (
    <FilterBar grid chips={useChips({ search, onChange })} onClear={() => onChange(noFilters)}>
      <div
        className={
          custom ? 'col-span-full min-w-0' : 'min-w-0 max-sm:col-span-2 [&>fieldset>:not(legend)]:w-full'
        }
      >
        <DateRange
          label={t('events:when')}
          value={{ preset: search.range, from: search.from, to: search.to }}
          onValueChange={({ preset, from, to }) => onChange({ range: preset, from, to })}
        />
      </div>
      <Select
        label={t('events:what')}
        className="min-w-0"
        value={search.group ?? ''}
        onValueChange={(group) => onChange({ group: groups.find(({ value }) => value === group)?.value })}
        options={[{ value: '', label: t('log.anything') }, ...groups]}
      />
      <Select
        label={t('events:result')}
        className="min-w-0"
        value={search.outcome ?? ''}
        onValueChange={(outcome) =>
          onChange({ outcome: outcomes.find(({ value }) => value === outcome)?.value })
        }
        options={[{ value: '', label: t('log.either') }, ...outcomes]}
      />
    </FilterBar>
  )
}

function useChips({ search, onChange }: Props): Chip[] {
  const { t } = useTranslation('personal')
  const { time } = useFormat()
  const { range, from, to, group, outcome } = search
  const chips: (Chip | false)[] = [
    range !== undefined &&
      range !== 'custom' && {
        id: 'range',
        label: t(`ui:range.${range}`),
        onRemove: () => onChange({ range: undefined }),
      },
    from !== undefined && {
      id: 'from',
      label: t('audit:chip.from', { time: time(from) }),
      onRemove: () => onChange({ from: undefined }),
    },
    to !== undefined && {
      id: 'to',
      label: t('audit:chip.to', { time: time(to) }),
      onRemove: () => onChange({ to: undefined }),
    },
    group !== undefined && {
      id: 'group',
      label: t(`log.group.${group}`),
      onRemove: () => onChange({ group: undefined }),
    },
    outcome !== undefined && {
      id: 'outcome',
      label: t(`events:outcome.${outcome}`),
      onRemove: () => onChange({ outcome: undefined }),
    },
  ]
  return chips.filter((chip) => chip !== false)
}
