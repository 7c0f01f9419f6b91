import type { ReactElement } from 'react'

/** At most six: fold the rest into one of "Other". */
export type ChartSeries = {
  id: string
  label: string
  /** Which of the six colours, from 0; else its place. */
  color?: number
}

/** One bar or one point of each line. */
export type ChartPoint = {
  id: string
  /** In full: what is read out and stands in the table. */
  label: string
  /** Short: below the axis. */
  tick: string
  /** One for each series, for the drawing alone; null where there is none, which differs from zero. */
  values: readonly (number | null)[]
  /** What a person reads for each of them. */
  texts: readonly string[]
  /** A link (of the router) to what the bar is made of. */
  link?: ReactElement
}

const fills = ['fill-chart-1', 'fill-chart-2', 'fill-chart-3', 'fill-chart-4', 'fill-chart-5', 'fill-chart-6']
const strokes = [
  'stroke-chart-1',
  'stroke-chart-2',
  'stroke-chart-3',
  'stroke-chart-4',
  'stroke-chart-5',
  'stroke-chart-6',
]
const grounds = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-5', 'bg-chart-6']
/** Dashes of lines, so that colour is never the only difference. */
const dashes = [undefined, '6 4', '2 3', '10 3 2 3', '1 4', '12 4']

export const fillOf = (series: number) => fills[series % fills.length]
export const strokeOf = (series: number) => strokes[series % strokes.length]
export const groundOf = (series: number) => grounds[series % grounds.length]
export const dashOf = (series: number) => dashes[series % dashes.length]
