import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../lib/place.tsx'
import { useCan } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { cn } from '../../../ui/cn.ts'
import { Combobox } from '../../../ui/combobox.tsx'
import { DateRange, type RangePreset } from '../../../ui/date-range.tsx'
import { type Chip, FilterBar, SearchField } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'
import { type LogKind, summaryQuery } from '../queries.ts'
import { useKeyName } from './status.tsx'

/** What the page keeps in its query. */
export type UsageSearch = {
  range?: RangePreset
  from?: string
  to?: string
  model?: string
  key?: string
  account?: string
  status?: string
  request?: string
  row?: string
}
const codes = ['400', '401', '402', '403', '404', '429', '499', '500', '502', '503', '504'] as const
export const nothing: UsageSearch = {
  range: undefined,
  from: undefined,
  to: undefined,
  model: undefined,
  key: undefined,
  account: undefined,
  status: undefined,
  request: undefined,
}

/** The filters of a query without the open row; null where nothing is filtered. */
export function filtersOf({ row: _row, ...filters }: UsageSearch): UsageSearch | null {
  const used = Object.entries(filters).filter(([, value]) => value !== undefined)
  return used.length === 0 ? null : (Object.fromEntries(used) as UsageSearch)
}

type Props = {
  org: string
  kind: LogKind
  search: UsageSearch
  onChange: (change: UsageSearch) => void
  /** What they offer may be asked for. */
  enabled: boolean
}

/** Which calls are listed; the models, keys and members offered are those that were used. */
export function UsageFilters({ org, kind, search, onChange, enabled }: Props) {
  const { t } = useTranslation('usage')
  const models = useQuery({ ...summaryQuery(org, {}, 'model'), enabled }).data?.groups ?? []
  const keys = useQuery({ ...summaryQuery(org, {}, 'key'), enabled }).data?.groups ?? []
  const seesOthers = useCan(org)('usage:read')
  // Who sees only their own calls chooses nobody; a link may name them all the same.
  const people = useQuery({
    ...summaryQuery(org, {}, 'account'),
    enabled: enabled && (seesOthers || search.account !== undefined),
  })
  const keyName = useKeyName()
  const chips = useChips({
    search,
    onChange,
    nameOfKey: (id) => keyName(keys.find((key) => key.id === id) ?? { id, name: null }),
    nameOfAccount: (id) => people.data?.groups.find((person) => person.id === id)?.name ?? id,
  })
  return (
    <FilterBar grid chips={chips} onClear={() => onChange(nothing)}>
      <div
        className={cn(
          'min-w-0',
          search.range === 'custom' || search.from !== undefined || search.to !== undefined
            ? 'col-span-full'
            : 'max-sm:col-span-2 [&>fieldset>:not(legend)]:w-full',
        )}
      >
        <DateRange
          label={t('filter.time')}
          value={{ preset: search.range, from: search.from, to: search.to }}
          onValueChange={({ preset, from, to }) => onChange({ range: preset, from, to })}
        />
      </div>
      <Combobox
        label={t('filter.model')}
        mono
        className="min-w-0"
        value={search.model ?? ''}
        onValueChange={(model) => onChange({ model: model || undefined })}
        options={withChosen(
          [{ value: '', label: t('filter.any') }, ...models.map(({ id }) => ({ value: id, label: id }))],
          search.model,
        )}
      />
      <Combobox
        label={t('filter.key')}
        className="min-w-0"
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
      {seesOthers && (
        <Combobox
          label={t('filter.account')}
          className="min-w-0"
          value={search.account ?? ''}
          onValueChange={(account) => onChange({ account: account || undefined })}
          options={withChosen(
            [
              { value: '', label: t('filter.any') },
              ...(people.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
            ],
            search.account,
          )}
        />
      )}
      <Select
        label={t('filter.status')}
        className="min-w-0"
        value={search.status ?? ''}
        onValueChange={(status) => onChange({ status: status || undefined })}
        options={withChosen(
          [
            { value: '', label: t('filter.any') },
            ...(kind === 'usage'
              ? [
                  { value: 'ok', label: t('filter.ok') },
                  { value: 'error', label: t('filter.error') },
                ]
              : []),
            ...codes.map((code) => ({ value: code, label: `${code} ${t(`code.${code}`)}` })),
          ],
          search.status,
        )}
      />
      <SearchField
        label={t('filter.request')}
        value={search.request ?? ''}
        onSearch={(request) => onChange({ request: request || undefined })}
        className="sm:w-full"
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
  nameOfAccount,
}: Omit<Props, 'org' | 'kind' | 'enabled'> & {
  nameOfKey: (id: string) => string
  nameOfAccount: (id: string) => string
}): Chip[] {
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
    search.account !== undefined && {
      id: 'account',
      label: t('chip.account', { account: nameOfAccount(search.account) }),
      onRemove: () => onChange({ account: undefined }),
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
