import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { DateRange, type RangePreset } from '../../../ui/date-range.tsx'
import { useActText } from '../../../ui/event-log.tsx'
import { type Chip, FilterBar } from '../../../ui/filters.tsx'
import { Select } from '../../../ui/select.tsx'
import { peopleQuery } from '../queries.ts'

/** What the page keeps in its query. */
export type AuditSearch = {
  range?: RangePreset
  from?: string
  to?: string
  act?: string
  account?: string
  row?: string
}
export const noFilters: AuditSearch = {
  range: undefined,
  from: undefined,
  to: undefined,
  act: undefined,
  account: undefined,
}

/** The areas that can be asked for as a whole, and their acts. */
const areas = {
  key: ['key.created', 'key.updated', 'key.enabled', 'key.disabled', 'key.rotated', 'key.revoked'],
  organization: ['organization.created', 'organization.updated'],
  policy: ['policy.updated', 'policy.addresses_erased'],
  wallet: ['wallet.credited', 'wallet.adjusted'],
} as const
const others = ['call.refunded', 'account.signed_up'] as const

type Props = { org: string; search: AuditSearch; onChange: (change: AuditSearch) => void }

/** When, what and who. */
export function AuditFilters({ org, search, onChange }: Props) {
  const { t } = useTranslation('audit')
  const actName = useActName()
  const personName = usePersonName(org)
  const people = useQuery(peopleQuery(org)).data?.items ?? []
  const names = Object.keys(areas) as (keyof typeof areas)[]
  const acts = [...names.flatMap((area) => [area, ...areas[area]]), ...others]
  const custom = search.range === 'custom' || search.from !== undefined || search.to !== undefined
  return (
    <FilterBar
      grid
      chips={useChips({ search, onChange, actName, personName })}
      onClear={() => onChange(noFilters)}
    >
      <div
        className={
          custom ? 'col-span-full min-w-0' : 'min-w-0 max-sm:col-span-2 [&>fieldset>:not(legend)]:w-full'
        }
      >
        <DateRange
          label={t('filter.time')}
          value={{ preset: search.range, from: search.from, to: search.to }}
          onValueChange={({ preset, from, to }) => onChange({ range: preset, from, to })}
        />
      </div>
      <Select
        label={t('filter.act')}
        className="min-w-0"
        value={search.act ?? ''}
        onValueChange={(act) => onChange({ act: act || undefined })}
        options={withChosen(
          [
            { value: '', label: t('filter.any') },
            ...acts.map((act) => ({ value: act as string, label: actName(act) })),
          ],
          search.act,
        )}
      />
      <Select
        label={t('filter.person')}
        className="min-w-0"
        value={search.account ?? ''}
        onValueChange={(account) => onChange({ account: account || undefined })}
        options={withChosen(
          [
            { value: '', label: t('filter.anybody') },
            ...people.map(({ accountId, username }) => ({
              value: accountId,
              label: personName(accountId),
              description: username,
            })),
          ],
          search.account,
        )}
      />
    </FilterBar>
  )
}

/** A copied link may name what is not offered. */
function withChosen<O extends { value: string; label: string }>(options: O[], chosen: string | undefined) {
  if (chosen === undefined || options.some((option) => option.value === chosen)) return options
  return [...options, { value: chosen, label: chosen }]
}

/** An act in words; a whole area as such. */
function useActName(): (act: string) => string {
  const { t } = useTranslation('audit')
  const actText = useActText()
  return (act) => (act.includes('.') ? actText(act) : t(`area.${act}`, { defaultValue: act }))
}

function usePersonName(org: string): (accountId: string) => string {
  const { data } = useQuery(peopleQuery(org))
  return (accountId) => {
    const person = data?.items.find((one) => one.accountId === accountId)
    return person ? (person.nickname ?? person.username) : accountId
  }
}

function useChips({
  search,
  onChange,
  actName,
  personName,
}: Omit<Props, 'org'> & {
  actName: (act: string) => string
  personName: (accountId: string) => string
}): Chip[] {
  const { t } = useTranslation('audit')
  const { time } = useFormat()
  const { range, from, to, act, account } = search
  const chips: (Chip | false)[] = [
    range !== undefined &&
      range !== 'custom' && {
        id: 'range',
        label: t(`ui:range.${range}`),
        onRemove: () => onChange({ range: undefined }),
      },
    from !== undefined && {
      id: 'from',
      label: t('chip.from', { time: time(from) }),
      onRemove: () => onChange({ from: undefined }),
    },
    to !== undefined && {
      id: 'to',
      label: t('chip.to', { time: time(to) }),
      onRemove: () => onChange({ to: undefined }),
    },
    act !== undefined && {
      id: 'act',
      label: t('chip.act', { act: actName(act) }),
      onRemove: () => onChange({ act: undefined }),
    },
    account !== undefined && {
      id: 'account',
      label: t('chip.person', { person: personName(account) }),
      onRemove: () => onChange({ account: undefined }),
    },
  ]
  return chips.filter((chip) => chip !== false)
}
