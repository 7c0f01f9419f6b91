import { Field as Base } from '@base-ui/react/field'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, type RefObject, useState } from 'react'
import { useTranslation } from '../lib/texts.tsx'
import { type Bound, bind } from './bind.tsx'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'

type Native = Pick<
  ComponentProps<'input'>,
  | 'type'
  | 'placeholder'
  | 'autoComplete'
  | 'autoFocus'
  | 'inputMode'
  | 'maxLength'
  | 'spellCheck'
  | 'readOnly'
  | 'list'
>
export type TextFieldProps = FieldFrame &
  Bound<string> &
  Native & {
    mono?: boolean
    prefix?: string
    suffix?: ReactNode
    /** The input itself, for who moves the focus. */
    controlRef?: RefObject<HTMLElement | null>
  }

function PlainText({
  controlRef,
  value,
  onValueChange,
  onBlur,
  inputRef,
  mono,
  prefix,
  suffix,
  ...props
}: TextFieldProps) {
  const {
    type = 'text',
    placeholder,
    autoComplete,
    autoFocus,
    inputMode,
    maxLength,
    spellCheck,
    readOnly,
    list,
    ...frame
  } = props
  return (
    <Field {...frame}>
      <span className="relative flex min-w-0 items-center">
        {prefix && (
          <span aria-hidden className="pointer-events-none absolute start-2.5 text-muted">
            {prefix}
          </span>
        )}
        <Base.Control
          ref={(element: HTMLElement | null) => {
            inputRef?.(element)
            if (controlRef) controlRef.current = element
          }}
          value={value ?? ''}
          onValueChange={(next) => onValueChange?.(String(next))}
          onBlur={onBlur}
          aria-required={frame.optional ? undefined : true}
          {...{
            type,
            placeholder,
            autoComplete,
            autoFocus,
            inputMode,
            maxLength,
            spellCheck,
            readOnly,
            list,
          }}
          className={cn(
            controlClass,
            'h-8 px-2.5',
            mono && 'font-mono text-sm',
            prefix && 'ps-6',
            suffix !== undefined && 'pe-9',
          )}
        />
        {suffix !== undefined && <span className="absolute end-0.5 flex items-center">{suffix}</span>}
      </span>
    </Field>
  )
}
/** One line of text. */
export const TextField = bind<string, TextFieldProps>(PlainText, 'TextField')

function PlainPassword(props: TextFieldProps) {
  const { t } = useTranslation('ui')
  const [shown, setShown] = useState(false)
  return (
    <PlainText
      spellCheck={false}
      autoComplete="current-password"
      {...props}
      type={shown ? 'text' : 'password'}
      suffix={
        <IconButton
          size="small"
          label={shown ? t('password.hide') : t('password.show')}
          aria-pressed={shown}
          icon={shown ? <EyeOff /> : <Eye />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
/** A password; paste and managers work, the eye shows it. Say `autoComplete="new-password"` for a new one. */
export const PasswordField = bind<string, TextFieldProps>(PlainPassword, 'PasswordField')

export type TextAreaProps = FieldFrame &
  Bound<string> &
  Pick<ComponentProps<'textarea'>, 'placeholder' | 'rows' | 'maxLength'> & { mono?: boolean }
function PlainArea({
  value,
  onValueChange,
  onBlur,
  inputRef,
  mono,
  placeholder,
  rows = 3,
  maxLength,
  ...frame
}: TextAreaProps) {
  return (
    <Field {...frame}>
      <Base.Control
        ref={inputRef}
        value={value ?? ''}
        onValueChange={(next) => onValueChange?.(String(next))}
        onBlur={onBlur}
        aria-required={frame.optional ? undefined : true}
        render={<textarea rows={rows} placeholder={placeholder} maxLength={maxLength} />}
        className={cn(controlClass, 'resize-y px-2.5 py-1.5', mono && 'font-mono text-sm')}
      />
    </Field>
  )
}
/** Several lines of text. */
export const TextArea = bind<string, TextAreaProps>(PlainArea, 'TextArea')
