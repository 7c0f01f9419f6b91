import { useFormat } from '../../lib/place.tsx'

/** A part of the whole, from 0 to 1: as a bar and as a percentage. */
export function ShareBar({ share }: { share: number }) {
  const { percent } = useFormat()
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="block h-2 w-full min-w-20 rounded-sm bg-sunken">
        <span
          className={share > 0 ? 'block h-full min-w-px rounded-sm bg-chart-1' : 'hidden'}
          style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
        />
      </span>
      <span className="tabular w-12 shrink-0 text-end text-muted">{percent(share)}</span>
    </span>
  )
}
