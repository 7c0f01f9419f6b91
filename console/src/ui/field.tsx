import { Field as Base } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { cn } from './cn.ts'

export type FieldFrame = {
  label: string
  /** Help below the label's control, always visible. */
  description?: ReactNode
  error?: string
  /** Shown as "(optional)"; fields are required unless they say so. */
  optional?: boolean
  disabled?: boolean
  name?: string
  className?: string
  /** Keeps the label for assistive technology only: for filters in a row. */
  hideLabel?: boolean
}

export const controlClass =
  'tap w-full min-w-0 rounded-md border border-edge bg-surface text-base text-ink placeholder:text-muted pointer-coarse:text-lg focus-visible:outline-offset-[-1px] data-disabled:bg-sunken data-disabled:text-muted data-invalid:border-danger'

/** Label, control, help and error, wired to each other. */
export function Field({
  children,
  labelFor,
  ...frame
}: FieldFrame & { children: ReactNode; labelFor?: string }) {
  const { t } = useTranslation('ui')
  return (
    <Base.Root
      name={frame.name}
      disabled={frame.disabled}
      invalid={frame.error !== undefined}
      className={cn('flex min-w-0 flex-col gap-1', frame.className)}
    >
      <Base.Label
        {...(labelFor !== undefined && { htmlFor: labelFor })}
        className={cn('w-fit font-medium text-sm', frame.hideLabel && 'sr-only')}
      >
        {frame.label}
        {frame.optional && <span className="ms-1 font-normal text-muted">{t('optional')}</span>}
      </Base.Label>
      {children}
      <FieldNotes {...frame} />
    </Base.Root>
  )
}

/** Help and error of a field whose label sits elsewhere (checkbox, switch). */
export function FieldNotes({ description, error }: Pick<FieldFrame, 'description' | 'error'>) {
  return (
    <>
      {description && <Base.Description className="text-muted text-sm">{description}</Base.Description>}
      {error !== undefined && (
        <Base.Error match className="text-danger text-sm">
          {error}
        </Base.Error>
      )}
    </>
  )
}
