/** A bar of a length beside a figure that says the same: `share` is 0 to 1 of the longest one. */
export function ShareBar({ share }: { share: number }) {
  return (
    <span aria-hidden className="block h-2 w-full min-w-20 rounded-sm bg-sunken">
      <span
        className={share > 0 ? 'block h-full min-w-px rounded-sm bg-chart-1' : 'hidden'}
        style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      />
    </span>
  )
}
