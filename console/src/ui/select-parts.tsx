import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { cn } from './cn.ts'
import { itemClass, popupClass } from './popup.ts'
import { type SelectProps, selectClass } from './select.tsx'

/** The whole of a select but its field; `select.tsx` loads it. */
export function SelectControl({
  options,
  placeholder,
  value,
  onValueChange,
  onBlur,
  inputRef,
  size = 'medium',
  disabled,
}: SelectProps) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      items={options}
      value={value === '' || value === undefined ? (chosen ? value : null) : value}
      onValueChange={(next) => onValueChange?.(next ?? '')}
      modal={false}
      disabled={disabled}
    >
      <Base.Trigger ref={inputRef} onBlur={onBlur} className={selectClass(size)}>
        <Base.Value className="min-w-0 truncate data-placeholder:text-muted">
          {() => chosen?.label ?? placeholder ?? '\u00a0'}
        </Base.Value>
        <Base.Icon className="text-muted">
          <ChevronsUpDown className="size-3.5" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={cn(popupClass, 'min-w-(--anchor-width)')}>
            <Base.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto">
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled}
                  className={itemClass}
                >
                  <span className="flex w-4 shrink-0">
                    <Base.ItemIndicator>
                      <Check className="size-4" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="flex min-w-0 flex-col">
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.description && <span className="text-muted text-xs">{option.description}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
