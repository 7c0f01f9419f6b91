import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Chart } from '../../../ui/charts/chart.tsx'
import { ShareBar } from '../../../ui/charts/share-bar.tsx'
import type { ChartPoint } from '../../../ui/charts/types.ts'
import { DateRange, type LongPreset, type Range } from '../../../ui/date-range.tsx'
import { Section } from '../../../ui/page.tsx'

const dayMs = 86_400_000
const first = Date.UTC(2026, 10, 1)
const names = ['one', 'two', 'three', 'four', 'five', 'other'] as const

/** Charts in every state: stacked, with links, with gaps, one bar, nothing, loading, failed; and the time control for whole days. */
export function Charts() {
  const { t } = useTranslation('dev')
  const { slot, integer, compact, duration } = useFormat()
  const [range, setRange] = useState<Range<LongPreset>>({
    preset: 'custom',
    from: '2026-11-12T00:00:00.000Z',
    to: '2026-11-10T00:00:00.000Z',
  })
  const points = (
    count: number,
    values: (index: number) => ChartPoint['values'],
    write: (value: number) => string,
    link = false,
  ): ChartPoint[] =>
    Array.from({ length: count }, (_, index) => {
      const { full, short } = slot(new Date(first + index * dayMs).toISOString(), 'day')
      return {
        id: String(index),
        label: full,
        tick: short,
        values: values(index),
        texts: values(index).map((value) => (value === null ? '\u2014' : write(value))),
        ...(link ? { link: <Link to="/dev/kit" hash={String(index)} /> } : {}),
      }
    })
  const wave = (index: number, series: number) => Math.round(900 + 700 * Math.sin(index / 3 + series * 1.7))
  const shared = { pointsLabel: t('chart.day'), empty: t('chart.empty') }
  const calls = [{ id: 'calls', label: t('chart.calls') }]
  const card = 'min-w-0 rounded-md border border-line bg-surface p-4'
  return (
    <Section plain title={t('charts')}>
      <div className="grid gap-4 *:min-w-0 lg:grid-cols-2">
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.six')}
            kind="bars"
            series={names.map((id) => ({ id, label: t(`chart.${id}`) }))}
            points={points(30, (index) => names.map((_, series) => wave(index, series)), integer, true)}
            axis={compact}
          />
        </div>
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.gaps')}
            kind="line"
            series={names.slice(0, 2).map((id) => ({ id, label: t(`chart.${id}`) }))}
            points={points(
              30,
              (index) => [
                index % 9 === 4 ? null : wave(index, 0),
                index > 6 && index < 9 ? null : wave(index, 2),
              ],
              duration,
            )}
            axis={duration}
            note={t('chart.gapsText')}
          />
        </div>
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.single')}
            kind="bars"
            series={calls}
            points={points(1, () => [3], integer)}
            axis={compact}
          />
        </div>
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.zeros')}
            kind="bars"
            series={calls}
            points={points(24, () => [0], integer)}
            axis={compact}
          />
        </div>
        <div className={card}>
          <Chart {...shared} title={t('chart.none')} kind="bars" series={calls} points={[]} axis={compact} />
        </div>
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.loading')}
            kind="bars"
            series={calls}
            points={undefined}
            axis={compact}
          />
        </div>
        <div className={card}>
          <Chart
            {...shared}
            title={t('chart.failed')}
            kind="bars"
            series={calls}
            points={undefined}
            error={new ApiError(500, 'bad_reply', [], 'req_01J9ZEXAMPLE')}
            onRetry={() => {}}
            axis={compact}
          />
        </div>
        <div className={card}>
          <div className="flex flex-col gap-4">
            {[1, 0.4, 0.001].map((share) => (
              <ShareBar key={share} share={share} />
            ))}
            <DateRange<LongPreset>
              label={t('form.time')}
              days
              presets={['7d', '30d', '12mo', 'custom']}
              fallback="30d"
              value={range}
              onValueChange={setRange}
            />
          </div>
        </div>
      </div>
    </Section>
  )
}
