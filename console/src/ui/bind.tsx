import type { ComponentType } from 'react'
import { type FieldError, type RegisterOptions, useController, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'

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

/** Lets a field be used inside `<Form>` by its name, or alone with `value` and `onValueChange`. */
export function bind<V, P extends Bound<V>>(
  Plain: ComponentType<P>,
  name: string,
  { mayBeRequired = true } = {},
): ComponentType<P & Rules> {
  function Connected({ rules, ...props }: P & Rules & { name: string }) {
    const { t } = useTranslation('ui')
    const required = mayBeRequired && !props.optional ? t('validation.required') : undefined
    const { field, fieldState } = useController({ name: props.name, rules: { required, ...rules } })
    const bound = {
      ...props,
      value: field.value,
      onValueChange: (value: V) => {
        field.onChange(value)
        props.onValueChange?.(value)
      },
      onBlur: field.onBlur,
      inputRef: field.ref,
      error: props.error ?? message(fieldState.error),
    }
    return <Plain {...(bound as unknown as P)} />
  }
  function Either(props: P & Rules) {
    const inForm = useFormContext() !== null && props.name !== undefined
    const { rules: _rules, ...plain } = props
    return inForm ? (
      <Connected {...(props as P & Rules & { name: string })} />
    ) : (
      <Plain {...(plain as unknown as P)} />
    )
  }
  Either.displayName = name
  return Either
}

/** Lists report their first element's problem. */
function message(error: FieldError | undefined): string | undefined {
  if (!error) return undefined
  if (typeof error.message === 'string' && error.message !== '') return error.message
  const nested = Object.values(error).flatMap((part) =>
    typeof part === 'object' && part !== null && 'message' in part ? [part.message] : [],
  )
  return typeof nested[0] === 'string' ? nested[0] : error.type
}
