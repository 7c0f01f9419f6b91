import { dashOf, fillOf, strokeOf } from './types.ts'

/** Every other filled series is hatched, so that colour is never the only difference. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" y1="0" x2="0" y2="5" className="stroke-surface" strokeWidth="3" />
    </pattern>
  )
}

/** How a series looks in its chart, for the legend and the note of a point. */
type Props = { kind: 'bars' | 'line'; series: number; color?: number }
export function Swatch({ kind, series, color = series }: Props) {
  const id = `swatch-${series}`
  return (
    <svg aria-hidden="true" width="14" height="10" className="shrink-0">
      {kind === 'line' ? (
        <line
          x1="0"
          x2="14"
          y1="5"
          y2="5"
          strokeWidth="2.5"
          strokeDasharray={dashOf(series)}
          className={strokeOf(color)}
        />
      ) : (
        <>
          <rect width="14" height="10" rx="2" className={fillOf(color)} />
          {series % 2 === 1 && (
            <>
              <defs>
                <Hatch id={id} />
              </defs>
              <rect width="14" height="10" rx="2" fill={`url(#${id})`} />
            </>
          )}
        </>
      )}
    </svg>
  )
}
