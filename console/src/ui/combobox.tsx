import { type KeyboardEvent, useId, useRef } from 'react'
import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'
import { bothRefs, later, useLater } from './later.ts'
import type { Option } from './select.tsx'
import { StandIn } from './stand-in.tsx'

export type ComboboxProps = FieldFrame &
  Bound<string> & {
    options: readonly Option[]
    placeholder?: string
    /** Ids and models: shown in the typewriter face. */
    mono?: boolean
  }
export type ComboboxControlProps = Omit<
  ComboboxProps,
  'description' | 'optional' | 'hideLabel' | 'className'
> & {
  /** What was typed before the list was there. */
  typedAhead: string
}

export const triggerClass = cn(
  controlClass,
  'flex h-8 items-center justify-between gap-2 ps-2.5 pe-2 text-start',
)

/** A list to search in is as large as a small page: it comes with the first one that is about to be opened. */
const code = later(() => import('./combobox-control.tsx'))

function PlainCombobox({ description, optional, hideLabel, className, ...control }: ComboboxProps) {
  const { name, label, error, disabled, options, value, placeholder, mono, onBlur, inputRef } = control
  const id = useId()
  // The real one says more of itself than a plain button can.
  const atOnce = description !== undefined || error !== undefined
  const typedAhead = useRef('')
  const { parts, stand, button, opening } = useLater(code, { atOnce })
  const frame = { name, label, error, disabled, description, optional, hideLabel, className }
  if (parts) {
    return (
      <Field {...frame}>
        <parts.ComboboxControl
          {...control}
          typedAhead={typedAhead.current}
          inputRef={bothRefs(button, inputRef)}
        />
      </Field>
    )
  }
  const chosen = options.find((option) => option.value === value)
  return (
    <Field {...frame} labelFor={id}>
      <StandIn
        id={id}
        ref={inputRef}
        popup="dialog"
        stand={stand}
        disabled={disabled}
        onBlur={onBlur}
        onKey={(event) => {
          if (!opening || !isText(event)) return false
          typedAhead.current += event.key
          return true
        }}
        className={triggerClass}
      >
        <ComboboxText chosen={chosen} placeholder={placeholder} mono={mono} />
      </StandIn>
    </Field>
  )
}

/** Whether a key is part of a text, and not of a shortcut. */
export function isText({ key, ctrlKey, metaKey, altKey, nativeEvent }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey && !altKey && !nativeEvent.isComposing
}

type TextProps = { chosen: Option | undefined; placeholder: string | undefined; mono: boolean | undefined }
/** What a combobox shows while it is closed. */
export function ComboboxText({ chosen, placeholder, mono }: TextProps) {
  return (
    <span
      className={cn(
        'min-w-0 truncate',
        !chosen && 'text-muted',
        mono && chosen?.value && 'font-mono text-sm',
      )}
    >
      {chosen?.label ?? placeholder ?? '\u00a0'}
    </span>
  )
}

/** One of many, found by typing a part of it: models, keys, members, organizations. A few are a `Select`'s. `''` may be one of them ("Any"). */
export const Combobox = bind<string, ComboboxProps>(PlainCombobox, 'Combobox')
