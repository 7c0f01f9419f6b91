import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Money } from '../../../ui/money.tsx'
import { summaryQuery } from '../queries.ts'
import type { UsageSearch } from './filters.tsx'

type Props = { org: string; range: { from?: string; to?: string }; search: UsageSearch; enabled: boolean }

/** Calls, errors, tokens and spend of the filtered calls, from the roll-ups: whole hours, whatever their status. */
export function UsageSummary({ org, range, search, enabled }: Props) {
  const { t } = useTranslation('usage')
  const { integer, duration, time } = useFormat()
  const { model, key, account, status, request } = search
  const { data } = useQuery({ ...summaryQuery(org, { ...range, model, key, account }), enabled })
  const totals = data?.totals
  const any = range.from === undefined && range.to === undefined
  const figure = (label: string, value: ReactNode) => (
    <div className="min-w-0 bg-surface px-2.5 py-2.5 @3xl:px-4">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="tabular mt-0.5 truncate font-semibold text-sm @3xl:text-lg">{value}</dd>
    </div>
  )
  return (
    <section aria-label={t('summary.label')} className="@container flex flex-col gap-1.5">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line @md:grid-cols-3 @xl:grid-cols-6">
        {figure(t('summary.calls'), totals ? integer(totals.calls) : '\u2014')}
        {figure(t('summary.errors'), totals ? integer(totals.errors) : '\u2014')}
        {figure(t('summary.input'), totals ? integer(totals.inputTokens) : '\u2014')}
        {figure(t('summary.output'), totals ? integer(totals.outputTokens) : '\u2014')}
        {figure(t('summary.spend'), <Money value={totals?.costUsd} />)}
        {figure(
          t('summary.latency'),
          totals?.averageLatencyMs == null ? '\u2014' : duration(totals.averageLatencyMs),
        )}
      </dl>
      <p className="text-muted text-xs">
        {data
          ? t(`summary.${any ? 'latest' : 'range'}`, { from: time(data.from), to: time(data.to) })
          : '\u00a0'}
        {data && (status !== undefined || request !== undefined) && ` ${t('summary.everyStatus')}`}
      </p>
    </section>
  )
}
