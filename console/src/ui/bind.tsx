import { type ComponentType, createContext, useContext } from 'react'
import type { RegisterOptions } from 'react-hook-form'

/** What a field gets, from its form or from its parent. */
export type Bound<V> = {
  name?: string
  value?: V
  onValueChange?: (value: V) => void
  onBlur?: () => void
  inputRef?: (element: HTMLElement | null) => void
  error?: string
  disabled?: boolean
  optional?: boolean
}
/** Rules of react-hook-form, checked on submit and then on change. */
export type Rules = { rules?: Omit<RegisterOptions, 'valueAsNumber' | 'valueAsDate' | 'setValueAs'> }

/** What a form gives to the fields in it: shows a field by its name. Pages without a form load none of it. */
type BindingProps = {
  // The field's own props, which only the field itself knows.
  field: ComponentType<Record<string, unknown>>
  name: string
  mayBeRequired: boolean
  props: Bound<unknown> & Rules
}
export const FormBinding = createContext<ComponentType<BindingProps> | null>(null)
export type { BindingProps }

/** Lets a field be used inside `<Form>` by its name, or alone with `value` and `onValueChange`. */
export function bind<V, P extends Bound<V>>(
  Plain: ComponentType<P>,
  name: string,
  { mayBeRequired = true } = {},
): ComponentType<P & Rules> {
  function Either(props: P & Rules) {
    const Binding = useContext(FormBinding)
    const { rules: _rules, ...plain } = props
    if (!Binding || props.name === undefined) return <Plain {...(plain as unknown as P)} />
    return (
      <Binding
        field={Plain as unknown as BindingProps['field']}
        name={props.name}
        mayBeRequired={mayBeRequired}
        props={props as BindingProps['props']}
      />
    )
  }
  Either.displayName = name
  return Either
}
