import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export type Tone = 'neutral' | 'success' | 'warning' | 'danger' | 'info' | 'accent'

const dots: Record<Tone, string> = {
  neutral: 'border-edge bg-transparent',
  success: 'border-success bg-success',
  warning: 'border-warning bg-warning',
  danger: 'border-danger bg-danger',
  info: 'border-info bg-info',
  accent: 'border-accent bg-accent',
}
const badges: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
  accent: 'bg-accent-soft text-accent',
}

/** A dot and a word: never the colour alone. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={cn('size-2 shrink-0 rounded-full border', dots[tone])} />
      {children}
    </span>
  )
}

/** A short word set apart: a role, a kind, a count. */
export function Badge({
  tone = 'neutral',
  children,
  className,
}: {
  tone?: Tone
  children: ReactNode
  className?: string
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center whitespace-nowrap rounded-sm px-1.5 font-medium text-xs',
        badges[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}
