import { Autocomplete } from '@base-ui/react/autocomplete'
import { type Bound, bind } from './bind.tsx'
import { cn } from './cn.ts'
import { controlClass, Field, type FieldFrame } from './field.tsx'
import { itemClass, popupClass } from './popup.ts'

export type SuggestFieldProps = FieldFrame &
  Bound<string> & {
    /** What may be meant, as it would be typed; the parent knows what was typed and narrows them. */
    suggestions: readonly string[]
    mono?: boolean
  }

function PlainSuggest(props: SuggestFieldProps) {
  const { suggestions, value = '', onValueChange, onBlur, inputRef, mono, ...frame } = props
  return (
    <Field {...frame}>
      <Autocomplete.Root
        items={suggestions}
        mode="none"
        value={value}
        disabled={frame.disabled}
        onValueChange={(next) => onValueChange?.(next)}
      >
        <Autocomplete.Input
          ref={inputRef}
          onBlur={onBlur}
          autoComplete="off"
          spellCheck={false}
          aria-required={frame.optional ? undefined : true}
          className={cn(controlClass, 'h-8 px-2.5', mono && 'font-mono text-sm')}
        />
        <Autocomplete.Portal>
          <Autocomplete.Positioner align="start" sideOffset={4} className="z-50">
            <Autocomplete.Popup
              aria-label={frame.label}
              className={cn(popupClass, 'min-w-(--anchor-width) data-empty:hidden')}
            >
              <Autocomplete.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto">
                {(item: string) => (
                  <Autocomplete.Item key={item} value={item} className={itemClass}>
                    <span className={cn('break-all', mono && 'font-mono text-sm')}>{item}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </Field>
  )
}
/** One line of text that is probably one of a few, and may be another: arrows and Enter take a suggestion, whatever is typed stands. */
export const SuggestField = bind<string, SuggestFieldProps>(PlainSuggest, 'SuggestField')
