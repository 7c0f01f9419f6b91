import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Money } from '../../../ui/money.tsx'
import { percentChange } from '../change.ts'
import type { Filter, Summary, Sums } from '../queries.ts'

type Props = { org: string; data: Summary | undefined; filter: Filter }

/** What happened in the time shown, each beside the time before; the counts lead to the calls themselves. */
export function Figures({ org, data, filter }: Props) {
  const { t } = useTranslation('overview')
  const { integer, duration } = useFormat()
  const now = data?.totals
  const before = data?.previous?.totals
  const search = data && { ...filter, range: 'custom' as const, from: data.from, to: data.to }
  const figure = (
    label: string,
    value: ReactNode,
    of: (sums: Sums) => string | number | null,
    note?: string,
  ) => (
    <div data-tooltip={note} className="min-w-0 bg-surface px-3 py-2.5 @3xl:px-4">
      <dt className="truncate text-muted text-xs">{label}</dt>
      <dd className="tabular mt-0.5 truncate font-semibold text-lg">{now ? value : '\u2014'}</dd>
      <dd className="min-h-4 truncate text-muted text-xs">
        {now && before && <Change now={of(now)} before={of(before)} />}
      </dd>
    </div>
  )
  const link = (text: string, status?: string) =>
    search ? (
      <TextLink to="/orgs/$org/usage" params={{ org }} search={{ ...search, status }}>
        {text}
      </TextLink>
    ) : (
      text
    )
  return (
    <dl
      aria-label={t('figures.label')}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line @md:grid-cols-3 @3xl:grid-cols-6"
    >
      {figure(t('spend'), <Money value={now?.costUsd} />, (sums) => sums.costUsd)}
      {figure(t('calls'), link(integer(now?.calls ?? 0)), (sums) => sums.calls)}
      {figure(t('errors'), link(integer(now?.errors ?? 0), 'error'), (sums) => sums.errors, t('errorsNote'))}
      {figure(t('tokensIn'), integer(now?.inputTokens ?? 0), (sums) => sums.inputTokens)}
      {figure(t('tokensOut'), integer(now?.outputTokens ?? 0), (sums) => sums.outputTokens)}
      {figure(
        t('latency'),
        now?.averageLatencyMs == null ? '\u2014' : duration(now.averageLatencyMs),
        (sums) => sums.averageLatencyMs,
      )}
    </dl>
  )
}

/** "12.5% more than before", as an arrow and a number. */
export function Change({ now, before }: { now: string | number | null; before: string | number | null }) {
  const { t } = useTranslation('overview')
  const { place } = useFormat()
  const change = now === null || before === null ? null : percentChange(now, before)
  if (change === null) return <span>{t('change.none')}</span>
  const Arrow = change > 0 ? ArrowUpRight : change < 0 ? ArrowDownRight : ArrowRight
  const value = new Intl.NumberFormat(place.locale, {
    style: 'percent',
    maximumFractionDigits: Math.abs(change) < 10 ? 1 : 0,
  }).format(Math.abs(change) / 100)
  const told =
    change > 0 ? t('change.more', { value }) : change < 0 ? t('change.less', { value }) : t('change.same')
  return (
    <span className="tabular inline-flex items-center gap-0.5 whitespace-nowrap" title={told}>
      <Arrow aria-hidden className="size-3.5" />
      <span aria-hidden>{value}</span>
      <span className="sr-only">{told}</span>
    </span>
  )
}
