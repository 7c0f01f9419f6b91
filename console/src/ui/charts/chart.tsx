import { ChartColumn, Table2 } from 'lucide-react'
import { cloneElement, type ReactElement, type ReactNode, useId, useState } from 'react'
import { recall, remember } from '../../lib/storage.ts'
import { useTranslation } from '../../lib/texts.tsx'
import { Button } from '../button.tsx'
import { cn } from '../cn.ts'
import { linkClass } from '../link.tsx'
import { Scroll } from '../scroll.tsx'
import { EmptyState, ErrorState, Late } from '../states.tsx'
import { Plot, type PlotProps } from './plot.tsx'
import { Swatch } from './swatch.tsx'
import type { ChartPoint } from './types.ts'

type Props = Omit<PlotProps, 'label' | 'points' | 'shown'> & {
  title: string
  /** Absent while it loads. */
  points: readonly ChartPoint[] | undefined
  /** Heads the first column of the table view. */
  pointsLabel: string
  error?: unknown
  onRetry?: () => void
  /** Stands in place of a chart without points. */
  empty: string
  /** The one before stays, paler, while the next one loads. */
  refreshing?: boolean
  note?: ReactNode
}

/**
 * A chart and the same figures as a table, one button apart; which of the two is remembered for all charts. Every state has the same
 * height, so nothing moves.
 */
export function Chart({
  title,
  points,
  pointsLabel,
  error,
  onRetry,
  empty,
  refreshing,
  note,
  ...plot
}: Props) {
  const { t } = useTranslation('ui')
  const id = useId()
  const [table, setTable] = useState(() => recall('charts.view') === 'table')
  const [hidden, setHidden] = useState<readonly string[]>([])
  const { series, kind } = plot
  const shown = series.map((one) => !hidden.includes(one.id))

  function body() {
    if (error && !points) return <ErrorState error={error} onRetry={onRetry} />
    if (!points) return <Waiting />
    if (points.length === 0) return <EmptyState title={empty} />
    return table ? (
      <ChartTable label={title} pointsLabel={pointsLabel} series={series} points={points} />
    ) : (
      <Plot {...plot} label={title} points={points} shown={shown} />
    )
  }

  return (
    <figure aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex min-h-8 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <span id={id} className="font-medium">
          {title}
        </span>
        <span className="flex flex-wrap items-center gap-1.5">
          {series.length > 1 &&
            series.map((one, index) => (
              <button
                key={one.id}
                type="button"
                aria-pressed={shown[index]}
                onClick={() =>
                  setHidden(shown[index] ? [...hidden, one.id] : hidden.filter((other) => other !== one.id))
                }
                className="tap flex h-7 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover aria-[pressed=false]:text-muted aria-[pressed=false]:line-through"
              >
                <Swatch kind={kind} series={index} color={one.color} />
                {one.label}
              </button>
            ))}
          <Button
            kind="quiet"
            size="small"
            icon={table ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
            onClick={() => {
              setTable(!table)
              remember('charts.view', table ? null : 'table')
            }}
          >
            {table ? t('chart.asChart') : t('chart.asTable')}
          </Button>
        </span>
      </figcaption>
      <div
        aria-busy={refreshing || undefined}
        className={cn('h-62 overflow-y-clip', refreshing && 'opacity-90')}
      >
        {body()}
      </div>
      {note && <p className="text-muted text-xs">{note}</p>}
    </figure>
  )
}

const heights = [40, 65, 50, 80, 30, 55, 70, 45, 60, 35, 75, 50]
function Waiting() {
  const { t } = useTranslation('ui')
  return (
    <div role="status" aria-label={t('loading')} className="flex h-full items-end gap-2 ps-18 pt-2 pb-6">
      <Late>
        {heights.map((height, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: grey bars have no other name
            key={index}
            className="flex-1 animate-pulse rounded-sm bg-line"
            style={{ height: `${height}%` }}
          />
        ))}
      </Late>
    </div>
  )
}

type TableProps = Pick<PlotProps, 'label' | 'series' | 'points'> & { pointsLabel: string }
function ChartTable({ label, pointsLabel, series, points }: TableProps) {
  const head =
    'sticky top-0 h-8 whitespace-nowrap border-line border-b bg-sunken px-3 font-medium text-muted text-xs'
  return (
    <Scroll label={label} className="h-full rounded-md border border-line">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className={cn(head, 'text-start')}>
              {pointsLabel}
            </th>
            {series.map((one) => (
              <th key={one.id} scope="col" className={cn(head, 'text-end')}>
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.id} className="group">
              <th
                scope="row"
                className="border-line border-b px-3 py-1.5 text-start font-normal group-last:border-b-0"
              >
                {point.link
                  ? cloneElement(
                      point.link as ReactElement<Record<string, unknown>>,
                      { className: linkClass },
                      point.label,
                    )
                  : point.label}
              </th>
              {series.map((one, index) => (
                <td
                  key={one.id}
                  className="tabular whitespace-nowrap border-line border-b px-3 py-1.5 text-end group-last:border-b-0"
                >
                  {point.texts[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
