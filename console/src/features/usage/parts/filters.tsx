import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/place.tsx'
import { DateRange, type RangePreset } from '../../../ui/date-range.tsx'
import { type Chip, FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'
import { summaryQuery } from '../queries.ts'
import { useKeyName } from './status.tsx'

/** What the page keeps in its query. */
export type UsageSearch = {
  range?: RangePreset
  from?: string
  to?: string
  model?: string
  key?: string
  status?: string
  request?: string
  row?: string
}
const codes = ['400', '402', '403', '404', '429', '499', '500', '502', '503', '504']
const nothing: UsageSearch = {
  range: undefined,
  from: undefined,
  to: undefined,
  model: undefined,
  key: undefined,
  status: undefined,
  request: undefined,
}

export const isFiltered = ({ row: _row, ...filters }: UsageSearch) =>
  Object.values(filters).some((value) => value !== undefined)

type Props = { org: string; search: UsageSearch; onChange: (change: UsageSearch) => void }

/** Which calls are listed; the models and keys offered are those that were used. */
export function UsageFilters({ org, search, onChange }: Props) {
  const { t } = useTranslation('usage')
  const models = useQuery(summaryQuery(org, {}, 'model')).data?.groups ?? []
  const keys = useQuery(summaryQuery(org, {}, 'key')).data?.groups ?? []
  const keyName = useKeyName()
  const chips = useChips({
    search,
    onChange,
    nameOfKey: (id) => keyName(keys.find((key) => key.id === id) ?? { id, name: null }),
  })
  return (
    <FilterBar chips={chips} onClear={() => onChange(nothing)}>
      <DateRange
        label={t('filter.time')}
        value={{ preset: search.range, from: search.from, to: search.to }}
        onValueChange={({ preset, from, to }) => onChange({ range: preset, from, to })}
      />
      <Select
        label={t('filter.model')}
        className="w-44 max-sm:w-[calc(50%-0.5rem)]"
        value={search.model ?? ''}
        onValueChange={(model) => onChange({ model: model || undefined })}
        options={withChosen(
          [{ value: '', label: t('filter.any') }, ...models.map(({ id }) => ({ value: id, label: id }))],
          search.model,
        )}
      />
      <Select
        label={t('filter.key')}
        className="w-40 max-sm:w-[calc(50%-0.5rem)]"
        value={search.key ?? ''}
        onValueChange={(key) => onChange({ key: key || undefined })}
        options={withChosen(
          [
            { value: '', label: t('filter.any') },
            ...keys.map((key) => ({ value: key.id, label: keyName(key) })),
          ],
          search.key,
        )}
      />
      <Select
        label={t('filter.status')}
        className="w-36 max-sm:w-[calc(50%-0.5rem)]"
        value={search.status ?? ''}
        onValueChange={(status) => onChange({ status: status || undefined })}
        options={withChosen(
          [
            { value: '', label: t('filter.any') },
            { value: 'ok', label: t('filter.ok') },
            { value: 'error', label: t('filter.error') },
            ...codes.map((code) => ({ value: code, label: code })),
          ],
          search.status,
        )}
      />
      <SearchField
        label={t('filter.request')}
        value={search.request ?? ''}
        onSearch={(request) => onChange({ request: request || undefined })}
        className="sm:w-56"
      />
    </FilterBar>
  )
}

/** A copied link may name what is not offered. */
function withChosen(options: { value: string; label: string }[], chosen: string | undefined) {
  if (chosen === undefined || options.some((option) => option.value === chosen)) return options
  return [...options, { value: chosen, label: chosen }]
}

function useChips({
  search,
  onChange,
  nameOfKey,
}: Omit<Props, 'org'> & { nameOfKey: (id: string) => string }): Chip[] {
  const { t } = useTranslation('usage')
  const { time } = useFormat()
  const chips: (Chip | false | undefined)[] = [
    search.range !== undefined &&
      search.range !== 'custom' && {
        id: 'range',
        label: t(`ui:range.${search.range}`),
        onRemove: () => onChange({ range: undefined }),
      },
    search.from !== undefined && {
      id: 'from',
      label: t('chip.from', { time: time(search.from) }),
      onRemove: () => onChange({ from: undefined }),
    },
    search.to !== undefined && {
      id: 'to',
      label: t('chip.to', { time: time(search.to) }),
      onRemove: () => onChange({ to: undefined }),
    },
    search.model !== undefined && {
      id: 'model',
      label: t('chip.model', { model: search.model }),
      onRemove: () => onChange({ model: undefined }),
    },
    search.key !== undefined && {
      id: 'key',
      label: t('chip.key', { key: nameOfKey(search.key) }),
      onRemove: () => onChange({ key: undefined }),
    },
    search.status !== undefined && {
      id: 'status',
      label: t('chip.status', { status: t(`filter.${search.status}`, { defaultValue: search.status }) }),
      onRemove: () => onChange({ status: undefined }),
    },
    search.request !== undefined && {
      id: 'request',
      label: t('chip.request', { id: search.request }),
      onRemove: () => onChange({ request: undefined }),
    },
  ]
  return chips.filter((chip) => chip !== false && chip !== undefined)
}
