import { cn } from '../cn.ts'
import { runsOf } from './scale.ts'
import { dashOf, groundOf, strokeOf } from './types.ts'

type Props = { values: readonly (readonly (number | null)[])[]; top: number; at: number | undefined }

/** Lines with gaps where a value is missing. A value alone, and the ones looked at, are dots. */
export function Lines({ values, top, at }: Props) {
  const x = (index: number) => ((index + 0.5) / values.length) * 100
  const y = (value: number) => 100 - (value / top) * 100
  const series = Array.from({ length: values[0]?.length ?? 0 }, (_, i) => values.map((one) => one[i] ?? null))
  return (
    <>
      <svg
        aria-hidden="true"
        width="100%"
        height="100%"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="pointer-events-none absolute inset-0 overflow-visible"
      >
        {series.map((line, index) =>
          runsOf(line).map((run) => (
            <polyline
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
              key={`${index}-${run[0]}`}
              points={run.map((i) => `${x(i)},${y(line[i] ?? 0)}`).join(' ')}
              fill="none"
              strokeWidth="2"
              strokeLinejoin="round"
              strokeDasharray={dashOf(index)}
              vectorEffect="non-scaling-stroke"
              className={strokeOf(index)}
            />
          )),
        )}
      </svg>
      {series.map((line, index) =>
        runsOf(line).map((run) =>
          run.map((i) =>
            run.length === 1 || i === at ? (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
                key={`${index}-${i}`}
                aria-hidden
                className={cn(
                  'pointer-events-none absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full',
                  groundOf(index),
                )}
                style={{ left: `${x(i)}%`, top: `${y(line[i] ?? 0)}%` }}
              />
            ) : null,
          ),
        ),
      )}
    </>
  )
}
