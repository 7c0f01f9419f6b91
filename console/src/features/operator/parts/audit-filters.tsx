import { operatorAuditAreas } from '../../../../../contract/operator-audit-areas.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DateRange, type RangePreset } from '../../../ui/date-range.tsx'
import { type Chip, FilterBar } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'

/** What the page keeps in its query. */
export type AuditSearch = {
  range?: RangePreset
  from?: string
  to?: string
  area?: string
  target?: string
}
export const noAuditFilters: AuditSearch = {
  range: undefined,
  from: undefined,
  to: undefined,
  area: undefined,
  target: undefined,
}

type Props = { search: AuditSearch; onChange: (change: AuditSearch) => void }

/** When, and what. */
export function AuditFilters({ search, onChange }: Props) {
  const { t } = useTranslation('adminAudit')
  const custom = search.range === 'custom' || search.from !== undefined || search.to !== undefined
  return (
    <FilterBar grid chips={useChips({ search, onChange })} onClear={() => onChange(noAuditFilters)}>
      <div
        className={
          custom ? 'col-span-full min-w-0' : 'min-w-0 max-sm:col-span-2 [&>fieldset>:not(legend)]:w-full'
        }
      >
        <DateRange
          label={t('time')}
          value={{ preset: search.range, from: search.from, to: search.to }}
          onValueChange={({ preset, from, to }) => onChange({ range: preset, from, to })}
        />
      </div>
      <Select
        label={t('what')}
        className="min-w-0"
        value={search.area ?? ''}
        onValueChange={(area) => onChange({ area: area || undefined })}
        options={[
          { value: '', label: t('anything') },
          ...operatorAuditAreas.map((value) => ({ value: value as string, label: t(`area.${value}`) })),
        ]}
      />
    </FilterBar>
  )
}

function useChips({ search, onChange }: Props): Chip[] {
  const { t } = useTranslation('adminAudit')
  const { time } = useFormat()
  const { range, from, to, area, target } = search
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
    area !== undefined && {
      id: 'area',
      label: t(`area.${area}`, { defaultValue: area }),
      onRemove: () => onChange({ area: undefined }),
    },
    target !== undefined && { id: 'target', label: target, onRemove: () => onChange({ target: undefined }) },
  ]
  return chips.filter((chip) => chip !== false)
}
