import { Checkbox as CheckBase } from '@base-ui/react/checkbox'
import { Field as FieldBase } from '@base-ui/react/field'
import { Fieldset } from '@base-ui/react/fieldset'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup as RadioBase } from '@base-ui/react/radio-group'
import { Check } from 'lucide-react'
import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { type FieldFrame, FieldNotes } from './field.tsx'
import type { Option } from './select.tsx'
import { ToggleLine as Line, type ToggleProps } from './toggle-line.tsx'

export { Switch } from './switch.tsx'

function PlainCheckbox({ value = false, onValueChange, onBlur, inputRef, ...frame }: ToggleProps) {
  return (
    <Line
      {...frame}
      control={
        <CheckBase.Root
          ref={inputRef}
          checked={value}
          onCheckedChange={(next) => onValueChange?.(next)}
          onBlur={onBlur}
          className="relative flex size-4.5 items-center justify-center rounded-sm border border-edge bg-surface after:absolute after:-inset-1 data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent data-disabled:opacity-55"
        >
          <CheckBase.Indicator>
            <Check className="size-3.5" strokeWidth={3} />
          </CheckBase.Indicator>
        </CheckBase.Root>
      }
    />
  )
}
export const Checkbox = bind<boolean, ToggleProps>(PlainCheckbox, 'Checkbox', { mayBeRequired: false })

type RadioGroupProps = FieldFrame & Bound<string> & { options: readonly Option[] }
function PlainRadioGroup({
  options,
  value = '',
  onValueChange,
  onBlur,
  inputRef,
  ...frame
}: RadioGroupProps) {
  return (
    <FieldBase.Root
      disabled={frame.disabled}
      invalid={frame.error !== undefined}
      className={cn('flex flex-col gap-1', frame.className)}
    >
      <Fieldset.Root
        render={
          <RadioBase
            value={value}
            onValueChange={(next) => onValueChange?.(String(next))}
            className="flex flex-col gap-2"
          />
        }
      >
        <Fieldset.Legend className={cn('font-medium text-sm', frame.hideLabel && 'sr-only')}>
          {frame.label}
        </Fieldset.Legend>
        {options.map((option, index) => (
          <FieldBase.Item key={option.value} disabled={option.disabled} className="flex gap-2.5">
            <span className="flex h-5 items-center">
              <Radio.Root
                value={option.value}
                ref={index === 0 ? inputRef : undefined}
                onBlur={onBlur}
                className="relative flex size-4.5 items-center justify-center rounded-full border border-edge bg-surface after:absolute after:-inset-1 data-checked:border-accent data-disabled:opacity-55"
              >
                <Radio.Indicator className="size-2.5 rounded-full bg-accent data-unchecked:hidden" />
              </Radio.Root>
            </span>
            <span className="flex min-w-0 flex-col">
              <FieldBase.Label className="w-fit data-disabled:text-muted">{option.label}</FieldBase.Label>
              {option.description && (
                <FieldBase.Description className="text-muted text-sm">
                  {option.description}
                </FieldBase.Description>
              )}
            </span>
          </FieldBase.Item>
        ))}
      </Fieldset.Root>
      <FieldNotes description={frame.description} error={frame.error} />
    </FieldBase.Root>
  )
}
/** One of a few that deserve to be seen at once, each with its consequence. */
export const RadioGroup = bind<string, RadioGroupProps>(PlainRadioGroup, 'RadioGroup')
