import { cloneElement, type KeyboardEvent, type ReactElement, useId, useRef, useState } from 'react'
import { cn } from '../cn.ts'
import { Bars } from './bars.tsx'
import { Lines } from './lines.tsx'
import { labelled, ticksTo } from './scale.ts'
import { Swatch } from './swatch.tsx'
import type { ChartPoint, ChartSeries } from './types.ts'

export type PlotProps = {
  kind: 'bars' | 'line'
  label: string
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
  /** Which of the series are switched on. */
  shown: readonly boolean[]
  axis: (value: number) => string
}

const tickLabels = 6

/** The drawing: axis, bars or lines, and one place for each point that a pointer, a finger or the arrow keys reach. */
export function Plot({ kind, label, series, points, shown, axis }: PlotProps) {
  const id = useId()
  const [at, setAt] = useState<number>()
  const [stop, setStop] = useState(points.length - 1)
  const places = useRef<(HTMLElement | null)[]>([])
  const drawn = points.map(({ values }) => values.map((value, i) => (shown[i] ? value : null)))
  const heights = drawn.map((values) =>
    kind === 'bars'
      ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
      : Math.max(0, ...values.map((value) => value ?? 0)),
  )
  const ticks = ticksTo(Math.max(0, ...heights))
  const top = ticks.at(-1) ?? 1
  const hasTick = labelled(points.length, tickLabels)
  const tabStop = Math.min(stop, points.length - 1)
  const point = at === undefined ? undefined : points[at]

  function move(event: KeyboardEvent) {
    const last = points.length - 1
    const next = {
      ArrowRight: Math.min(last, tabStop + 1),
      ArrowLeft: Math.max(0, tabStop - 1),
      Home: 0,
      End: last,
    }[event.key]
    if (event.key === 'Escape') setAt(undefined)
    if (next === undefined) return
    event.preventDefault()
    places.current[next]?.focus()
  }

  const place = (one: ChartPoint, index: number) => {
    const told = series.map(({ label: name }, i) => `${name}: ${one.texts[i] ?? ''}`).join('; ')
    return cloneElement(
      (one.link ?? <button type="button" />) as ReactElement<Record<string, unknown>>,
      {
        ref: (element: HTMLElement | null) => {
          places.current[index] = element
        },
        tabIndex: index === tabStop ? 0 : -1,
        'aria-label': `${one.label}. ${told}`,
        className:
          'absolute inset-0 rounded-sm no-underline hover:bg-hover/60 focus-visible:bg-hover/60 focus-visible:outline-offset-[-2px]',
        onFocus: () => {
          setAt(index)
          setStop(index)
        },
        onBlur: () => setAt(undefined),
        onMouseEnter: () => setAt(index),
        onMouseLeave: () => setAt(undefined),
      },
      null,
    )
  }

  return (
    <div className="flex h-full gap-2 pt-2">
      <div aria-hidden className="relative mb-6 w-16 shrink-0 text-end text-muted text-xs">
        {ticks.map((tick) => (
          <span
            key={tick}
            className="tabular absolute end-0 -translate-y-1/2 whitespace-nowrap"
            style={{ top: `${100 - (tick / top) * 100}%` }}
          >
            {axis(tick)}
          </span>
        ))}
      </div>
      <div className="relative min-w-0 flex-1">
        <div className="absolute inset-x-0 top-0 bottom-6">
          <svg aria-hidden="true" width="100%" height="100%" className="absolute inset-0 overflow-visible">
            {ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2="100%"
                y1={`${100 - (tick / top) * 100}%`}
                y2={`${100 - (tick / top) * 100}%`}
                className={tick === 0 ? 'stroke-edge' : 'stroke-line'}
              />
            ))}
          </svg>
          {/* Hours are no days that moved. */}
          <ul key={points.length} aria-label={label} onKeyDown={move} className="absolute inset-0">
            {points.map((one, index) => (
              <li
                key={one.id}
                className="absolute inset-y-0"
                style={{ left: `${(index / points.length) * 100}%`, width: `${100 / points.length}%` }}
              >
                {place(one, index)}
              </li>
            ))}
          </ul>
          {kind === 'bars' ? (
            <Bars id={id} values={drawn} top={top} colors={series.map((one, i) => one.color ?? i)} />
          ) : (
            <Lines values={drawn} top={top} at={at} />
          )}
        </div>
        <div key={points.length} aria-hidden className="absolute inset-x-0 bottom-0 h-5 text-muted text-xs">
          {points.map(
            (one, index) =>
              hasTick(index) && (
                <span
                  key={one.id}
                  className={cn(
                    'tabular absolute -translate-x-1/2 whitespace-nowrap',
                    !labelled(points.length, tickLabels / 2)(index) && 'max-sm:hidden',
                  )}
                  style={{ left: `${((index + 0.5) / points.length) * 100}%` }}
                >
                  {one.tick}
                </span>
              ),
          )}
        </div>
        {point && at !== undefined && (
          <div
            aria-hidden
            className="pointer-events-none absolute top-0 z-10 flex w-max max-w-full flex-col gap-0.5 rounded-md border border-line bg-surface px-2.5 py-1.5 text-sm shadow-pop"
            style={{
              left: `${((at + 0.5) / points.length) * 100}%`,
              transform: `translateX(-${((at + 0.5) / points.length) * 100}%)`,
            }}
          >
            <span className="font-medium">{point.label}</span>
            {series.map((one, index) => (
              <span key={one.id} className="flex items-center gap-2">
                <Swatch kind={kind} series={index} color={one.color} />
                <span className="text-muted">{one.label}</span>
                <span className="tabular ms-auto ps-3">{point.texts[index]}</span>
              </span>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
