import { type FieldError, useController } from 'react-hook-form'
import { useTranslation } from '../lib/texts.tsx'
import type { BindingProps } from './bind.tsx'

/** A field of the form around it, by its name. */
export function BoundField({ field: Plain, name, mayBeRequired, props: all }: BindingProps) {
  const { t } = useTranslation('ui')
  const { rules, ...props } = all
  const required = mayBeRequired && !props.optional ? t('validation.required') : undefined
  const { field, fieldState } = useController({ name, rules: { required, ...rules } })
  return (
    <Plain
      {...props}
      value={field.value}
      onValueChange={(value: unknown) => {
        field.onChange(value)
        props.onValueChange?.(value)
      }}
      onBlur={field.onBlur}
      inputRef={field.ref}
      error={props.error ?? message(fieldState.error)}
    />
  )
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
