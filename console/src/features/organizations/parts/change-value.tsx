import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { Moment } from '../../../ui/when.tsx'
import { nanosToUsd } from './changes.ts'

const switches = new Set(['accept_unpriced_models', 'operator'])
const days = new Set(['ip_retention_days', 'max_key_days'])

/** What an empty field means. */
const nothing: Record<string, 'never' | 'forEver' | 'allModels'> = {
  expiresAt: 'never',
  max_key_days: 'forEver',
  models: 'allModels',
}

/** A value of an event's details in words; one that this console does not know as it came. */
export function ChangeValue({ org, field, value }: { org: string; field: string; value: unknown }) {
  const { t } = useTranslation('audit')
  const { integer } = useFormat()
  if (value === null || value === undefined) return t(`value.${nothing[field] ?? 'empty'}`)
  if (switches.has(field)) return value === true || value === 1 ? t('value.yes') : t('value.no')
  if (days.has(field) && typeof value === 'number')
    return t('value.days', { count: value, number: integer(value) })
  switch (field) {
    case 'record_ip':
      return t(`policy:ip.${String(value)}`, { defaultValue: String(value) })
    case 'status':
      return t(`keys:status.${String(value)}`, { defaultValue: String(value) })
    case 'require_two_factor_from':
    case 'expiresAt':
      return <Moment at={new Date(value as string | number).toISOString()} />
    case 'overlapSeconds':
      return <Overlap seconds={Number(value)} />
    case 'amountNanos':
      return <Money full value={nanosToUsd(String(value))} />
    case 'ref':
      return (
        <TextLink to="/orgs/$org/usage" params={{ org }} search={{ row: String(value) }}>
          <Code>{String(value)}</Code>
        </TextLink>
      )
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return field === 'ipAllowlist' ? t('value.anyAddress') : t('value.empty')
    return (
      <span className="flex flex-wrap gap-1">
        {value.map((one) => (
          <Code key={String(one)}>{String(one)}</Code>
        ))}
      </span>
    )
  }
  if (typeof value === 'number') return integer(value)
  if (typeof value === 'string') return value === '' ? t('value.empty') : value
  return <Code>{JSON.stringify(value)}</Code>
}

/** For how long the secret before a rotation worked on. */
function Overlap({ seconds }: { seconds: number }) {
  const { t } = useTranslation('audit')
  const { integer, duration } = useFormat()
  const days = seconds / 86_400
  const hours = seconds / 3600
  if (seconds === 0) return t('value.atOnce')
  if (Number.isInteger(days)) return t('value.afterDays', { count: days, number: integer(days) })
  if (Number.isInteger(hours)) return t('value.afterHours', { count: hours, number: integer(hours) })
  return t('value.after', { time: duration(seconds * 1000) })
}
