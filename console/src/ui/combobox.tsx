import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'
import { lazily } from './lazily.tsx'
import type { Option } from './select.tsx'

export type ComboboxProps = FieldFrame &
  Bound<string> & {
    options: readonly Option[]
    placeholder?: string
    /** Ids and models: shown in the typewriter face. */
    mono?: boolean
  }
export type ComboboxControlProps = Omit<ComboboxProps, 'description' | 'optional' | 'hideLabel' | 'className'>

export const triggerClass = cn(
  controlClass,
  'flex h-8 items-center justify-between gap-2 ps-2.5 pe-2 text-start',
)

// A list to search in is as large as a small page, and nobody opens it before the page is there.
const Control = lazily(async () => (await import('./combobox-control.tsx')).ComboboxControl)

function PlainCombobox({ description, optional, hideLabel, className, ...control }: ComboboxProps) {
  const { name, label, error, disabled, options, value, placeholder } = control
  const chosen = options.find((option) => option.value === value)
  const waiting = (
    <span className={triggerClass}>
      <span className="min-w-0 truncate text-muted">{chosen?.label ?? placeholder ?? '\u00a0'}</span>
    </span>
  )
  return (
    <Field {...{ name, label, error, disabled, description, optional, hideLabel, className }}>
      <Control {...control} waiting={waiting} />
    </Field>
  )
}
/** One of many, found by typing a part of it: models, keys, members, organizations. A few are a `Select`'s. `''` may be one of them ("Any"). */
export const Combobox = bind<string, ComboboxProps>(PlainCombobox, 'Combobox')
