import { Field as FieldBase } from '@base-ui/react/field'
import type { ReactNode } from 'react'
import type { Bound } from './bind.tsx'
import { cn } from './cn.ts'
import { type FieldFrame, FieldNotes } from './field.tsx'

export type ToggleProps = Omit<FieldFrame, 'optional' | 'hideLabel'> & Bound<boolean>

/** Control and label side by side; help and error under the label. */
export function ToggleLine({
  control,
  label,
  end = false,
  ...frame
}: ToggleProps & { control: ReactNode; end?: boolean }) {
  return (
    <FieldBase.Root
      disabled={frame.disabled}
      invalid={frame.error !== undefined}
      className={cn('flex gap-2.5', end && 'flex-row-reverse justify-between gap-6', frame.className)}
    >
      <span className="flex h-5 items-center">{control}</span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <FieldBase.Label className="w-fit font-medium data-disabled:text-muted">{label}</FieldBase.Label>
        <FieldNotes description={frame.description} error={frame.error} />
      </span>
    </FieldBase.Root>
  )
}
