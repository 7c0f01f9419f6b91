import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** A part that scrolls. It takes the focus, because otherwise the keyboard could not scroll it. */
export function Scroll({ label, className, ...props }: ComponentProps<'section'> & { label: string }) {
  return (
    <section
      {...props}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className={cn('min-w-0 overflow-auto focus-visible:outline-offset-[-2px]', className)}
    />
  )
}
