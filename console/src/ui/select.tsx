import { useId } from 'react'
import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'
import { bothRefs, later, useLater } from './later.ts'
import { StandIn } from './stand-in.tsx'

export type Option<V extends string = string> = {
  value: V
  label: string
  description?: string
  disabled?: boolean
}
type Size = 'small' | 'medium'
export type SelectProps = FieldFrame &
  Bound<string> & { options: readonly Option[]; placeholder?: string; size?: Size }

/** What opens comes with the first select that is about to be opened. */
export const selectCode = later(() => import('./select-parts.tsx'))

export const selectClass = (size: Size) =>
  cn(
    controlClass,
    'flex items-center justify-between gap-2 ps-2.5 pe-2 text-start',
    size === 'small' ? 'h-7 text-sm' : 'h-8',
  )

function PlainSelect(props: SelectProps) {
  const { options, placeholder, value, onValueChange: _, onBlur, inputRef, size = 'medium', ...frame } = props
  const id = useId()
  // The real one says more of itself than a plain button can.
  const atOnce = frame.description !== undefined || frame.error !== undefined
  const { parts, stand, button } = useLater(selectCode, { atOnce })
  if (parts) {
    return (
      <Field {...frame}>
        <parts.SelectControl {...props} inputRef={bothRefs(button, inputRef)} />
      </Field>
    )
  }
  const chosen = options.find((option) => option.value === value)
  return (
    <Field {...frame} labelFor={id}>
      <StandIn
        id={id}
        ref={inputRef}
        popup="listbox"
        stand={stand}
        disabled={frame.disabled}
        onBlur={onBlur}
        className={selectClass(size)}
      >
        <span className={cn('min-w-0 truncate', !chosen && 'text-muted')}>
          {chosen?.label ?? placeholder ?? '\u00a0'}
        </span>
      </StandIn>
    </Field>
  )
}
/** One of a few. Values are strings; `''` may be one of the options ("Any"). */
export const Select = bind<string, SelectProps>(PlainSelect, 'Select')
