import { Hatch } from './swatch.tsx'
import { fillOf } from './types.ts'

type Props = {
  id: string
  values: readonly (readonly (number | null)[])[]
  top: number
  colors: readonly number[]
}

/** Columns of stacked series. Percentages only, so nothing has to be measured and nothing moves. */
export function Bars({ id, values, top, colors }: Props) {
  const slot = 100 / values.length
  const width = Math.min(slot * 0.72, 6)
  const hatch = `${id}-hatch`
  return (
    <svg aria-hidden="true" width="100%" height="100%" className="pointer-events-none absolute inset-0">
      <defs>
        <Hatch id={hatch} />
      </defs>
      {values.map((stack, index) => {
        const x = `${index * slot + (slot - width) / 2}%`
        let below = 0
        return stack.map((value, series) => {
          const height = ((value ?? 0) / top) * 100
          below += height
          if (height === 0) return null
          const place = { x, y: `${100 - below}%`, width: `${width}%`, height: `${height}%` }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <g key={`${index}-${series}`}>
              <rect {...place} className={fillOf(colors[series] ?? series)} />
              {series % 2 === 1 && <rect {...place} fill={`url(#${hatch})`} />}
            </g>
          )
        })
      })}
    </svg>
  )
}
