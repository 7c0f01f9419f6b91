import { Switch as SwitchBase } from '@base-ui/react/switch'
import { bind } from './bind.tsx'
import { ToggleLine as Line, type ToggleProps } from './toggle-line.tsx'

function PlainSwitch({ value = false, onValueChange, onBlur, inputRef, ...frame }: ToggleProps) {
  return (
    <Line
      {...frame}
      end
      control={
        <SwitchBase.Root
          ref={inputRef}
          checked={value}
          onCheckedChange={(next) => onValueChange?.(next)}
          onBlur={onBlur}
          className="relative flex h-5 w-9 shrink-0 items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors duration-100 after:absolute after:-inset-1 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
        >
          <SwitchBase.Thumb className="size-3.5 rounded-full bg-edge transition-transform duration-100 data-checked:translate-x-4 data-checked:bg-on-accent" />
        </SwitchBase.Root>
      }
    />
  )
}
/** On or off, label at the start and the switch at the end of the line. */
export const Switch = bind<boolean, ToggleProps>(PlainSwitch, 'Switch', { mayBeRequired: false })
