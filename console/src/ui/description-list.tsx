import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type Detail = {
  label: string
  value: ReactNode /** The value takes a line of its own. */
  wide?: boolean
}

/** Names and values of one thing. Nothing known is a dash. */
export function DescriptionList({ items, columns = 1 }: { items: readonly Detail[]; columns?: 1 | 2 }) {
  return (
    <dl className={cn('grid gap-x-8 gap-y-2.5', columns === 2 && 'sm:grid-cols-2')}>
      {items.map(({ label, value, wide }) => (
        <div
          key={label}
          className={cn(
            'min-w-0',
            wide ? 'col-span-full' : 'grid gap-x-3 sm:grid-cols-[minmax(7rem,10rem)_minmax(0,1fr)]',
          )}
        >
          <dt className="text-muted text-sm">{label}</dt>
          <dd className="min-w-0 break-words">{value ?? '\u2014'}</dd>
        </div>
      ))}
    </dl>
  )
}
