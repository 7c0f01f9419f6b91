import { Link } from '@tanstack/react-router'
import { sign, sum } from '../../../lib/decimal.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import type { ChartPoint } from '../../../ui/charts/types.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import type { Filter, Summary } from '../queries.ts'
import type { Interval } from '../range.ts'
import { useGroupName } from './breakdown.tsx'

export const charts = ['spend', 'calls', 'tokens', 'latency'] as const
export type ChartName = (typeof charts)[number]
type Slot = Summary['series'][number]

type Props = {
  org: string
  data: Summary | undefined
  interval: Interval
  filter: Filter
  chart: ChartName
  onChart: (chart: ChartName) => void
  error: unknown
  onRetry: () => void
  refreshing: boolean
}

/** What spend is made of: the dearest models and, where there are more, all others; one bar without parts where it is one model. */
function useSpend(data: Summary | undefined) {
  const { t } = useTranslation('overview')
  const nameOf = useGroupName()
  // What cost nothing would only stand in the legend.
  const stack = (data?.stack ?? []).filter((id) =>
    data?.series.some((one) => one.parts?.some((part) => part.id === id && sign(part.costUsd) !== 0)),
  )
  const otherOf = (one: Slot) => sum([one.costUsd, ...(one.parts ?? []).map((part) => `-${part.costUsd}`)])
  const others = data?.series.some((one) => sign(otherOf(one)) !== 0) ?? false
  if (stack.length + (others ? 1 : 0) < 2)
    return { series: [{ id: 'spend', label: t('spend') }], of: (one: Slot) => [one.costUsd] }
  return {
    series: [
      ...stack.map((id) => ({ id, label: nameOf({ id, name: null }) })),
      ...(others ? [{ id: 'other models', label: t('otherModels'), color: 5 }] : []),
    ],
    of: (one: Slot) => [
      ...stack.map((id) => one.parts?.find((part) => part.id === id)?.costUsd ?? '0'),
      ...(others ? [otherOf(one)] : []),
    ],
  }
}

/** One chart at a time; each bar leads to its calls. */
export function OverTime({ org, data, interval, filter, chart, onChart, ...state }: Props) {
  const { t } = useTranslation('overview')
  const format = useFormat()
  const { integer, compact, duration, money } = format

  const pointsOf = (
    values: (one: Slot) => ChartPoint['values'],
    texts: (one: Slot) => ChartPoint['texts'],
    status?: string,
  ): ChartPoint[] | undefined =>
    data?.series.map((one) => {
      const { full, short } = format.slot(one.at, interval)
      return {
        id: one.at,
        label: full,
        tick: short,
        values: values(one),
        texts: texts(one),
        link: (
          <Link
            to="/orgs/$org/usage"
            params={{ org }}
            search={{ ...filter, range: 'custom', from: one.at, to: one.to, status }}
          />
        ),
      }
    })

  const spend = useSpend(data)
  const shared = { ...state, pointsLabel: t(`interval.${interval}`), empty: t('empty') }
  const content: Record<ChartName, () => React.ReactNode> = {
    spend: () => (
      <Chart
        {...shared}
        title={t('chart.spend')}
        kind="bars"
        series={spend.series}
        // For the height of a bar only; what is read is the exact text.
        points={pointsOf(
          (one) => spend.of(one).map(Number),
          (one) => spend.of(one).map((usd) => money(usd)),
        )}
        axis={(value) => money(value.toFixed(9))}
      />
    ),
    calls: () => (
      <Chart
        {...shared}
        title={t('chart.calls')}
        kind="bars"
        series={[
          { id: 'ok', label: t('ok') },
          { id: 'errors', label: t('errors'), color: 4 },
        ]}
        points={pointsOf(
          (one) => [one.calls - one.errors, one.errors],
          (one) => [integer(one.calls - one.errors), integer(one.errors)],
        )}
        axis={compact}
        note={t('errorsNote')}
      />
    ),
    tokens: () => (
      <Chart
        {...shared}
        title={t('chart.tokens')}
        kind="bars"
        series={[
          { id: 'in', label: t('tokensIn') },
          { id: 'out', label: t('tokensOut') },
        ]}
        points={pointsOf(
          (one) => [one.inputTokens, one.outputTokens],
          (one) => [integer(one.inputTokens), integer(one.outputTokens)],
        )}
        axis={compact}
      />
    ),
    latency: () => (
      <Chart
        {...shared}
        title={t('chart.latency')}
        kind="line"
        series={[{ id: 'latency', label: t('latency') }]}
        points={pointsOf(
          (one) => [one.averageLatencyMs],
          (one) => [one.averageLatencyMs === null ? '\u2014' : duration(one.averageLatencyMs)],
        )}
        axis={duration}
        note={t('latencyNote')}
      />
    ),
  }
  return (
    <Tabs
      label={t('chart.label')}
      value={chart}
      onValueChange={(value) => onChart(charts.find((one) => one === value) ?? 'spend')}
      tabs={charts.map((one) => ({
        value: one,
        label: t(`chartName.${one}`),
        content: <div className="rounded-md border border-line bg-surface p-4">{content[one]()}</div>,
      }))}
    />
  )
}
